/** A budget that the visitor lowered below the spent amount. The CHECK on `budget` prevents it there. */
export const loweredBudget: readonly string[] = [`ALTER TABLE connection ADD COLUMN lowered_budget BIGINT`];
