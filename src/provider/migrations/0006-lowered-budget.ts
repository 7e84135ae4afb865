/** A budget that the visitor has lowered below what was spent of it: `budget` stays what its check allows, and this one counts. */
export const loweredBudget = [`ALTER TABLE connection ADD COLUMN lowered_budget BIGINT`];
