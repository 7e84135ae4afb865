import { mergeTests, test as base } from '@playwright/test';
import { expect, test as monetizationTest } from 'wm-polyfill/testing';

/** Add your own fixtures here. This one serves a site that does not exist. */
const site = base.extend({
  baseURL: 'https://news.example/',
  page: async ({ page, baseURL }, use) => {
    await page.route(baseURL, (route) => route.fulfill({ path: 'article.html' }));
    await use(page);
  },
});
const test = mergeTests(site, monetizationTest);

test('the article unlocks when its reader pays', async ({ page, monetization }) => {
  await page.goto('/');
  await expect(page.locator('#rest')).toBeHidden();

  await monetization.pay('0.05', 'USD');

  await expect(page).toHaveReceived('0.05', 'USD');
  await expect(page.locator('#rest')).toBeVisible();
});

test.describe('a reader whose browser has no Web Monetization', () => {
  test.use({ monetizationScenario: 'no-agent' });

  test('sees a hint', async ({ page, monetization: _ }) => {
    await page.goto('/');
    await expect(page.locator('#hint')).toBeVisible();
  });
});

test('an hour of reading costs sixty cents', async ({ page, monetization }) => {
  await monetization.use({ rate: '0.60' });
  await page.goto('/');
  await expect(page).toHaveReceived('0.01', 'USD');
  await monetization.clock.advance('1h');
  await expect(page).toHaveReceived('0.60', 'USD');
});
