// What redemption-tests.spec.ts asks of a shop. As it is, it drives the redemption sandbox of plan-loyalty (docs/studio.md):
//
//   plan-loyalty studio --no-open          prints an address with a token
//
// playwright.config.ts:  export default { use: { baseURL: "the address that was printed" } };
//
// For your own staging shop write the bodies of these functions again; the suite stays as it is. Each says what it must do. What a staging shop needs:
// - a member without points for each case, to whom no mission and no campaign is offered;
// - a clock that tests may move: most loyalty platforms have one for test accounts, or a job that is run for a given day;
// - periods of qualification that begin with the day on which the member signs up, or a member who signs up on the first day of one.
import { expect, test, type Browser, type BrowserContext, type Locator, type Page } from "@playwright/test";

/** An account: points that can be spent, points that wait, points that are owed because what was returned had been spent. */
export interface Balance {
  available: number;
  pending: number;
  owed: number;
}

/** One till, or one browser of a member. */
export class Shop {
  private constructor(private readonly browser: Browser, private readonly context: BrowserContext, private readonly page: Page) {}

  /** Opens the shop, as nobody has used it. */
  static async open(browser: Browser): Promise<Shop> {
    const shop = await Shop.enter(browser);
    await shop.page.goto("/sandbox");
    return shop;
  }
  private static async enter(browser: Browser): Promise<Shop> {
    const address = test.info().project.use.baseURL;
    if (!address) throw new Error("no address: set use.baseURL in playwright.config.ts to the address of the shop");
    const context = await browser.newContext({ baseURL: new URL(address).origin });
    // The sandbox gives a cookie to whoever has the token of its address; a staging shop asks for a log-in here.
    await context.request.get(address, { maxRedirects: 0 });
    return new Shop(browser, context, await context.newPage());
  }
  /** The same member of the same shop in another browser. */
  async secondTill(): Promise<Shop> {
    const other = await Shop.enter(this.browser);
    await other.page.goto(this.page.url());
    return other;
  }
  async close(): Promise<void> {
    await this.context.close();
  }
  /** The day of the shop, as YYYY-MM-DD. */
  async today(): Promise<string> {
    return (await this.page.getByTestId("today").getAttribute("datetime")) ?? "";
  }
  /** A new member, with the points for joining or without them. */
  async signUp(options: { joiningPoints: boolean }): Promise<void> {
    await this.page.getByLabel("Name of a new member").fill("Test member");
    const joining = this.page.getByLabel("Points for joining");
    if (await joining.count()) await joining.setChecked(options.joiningPoints);
    await this.press(this.page.getByRole("button", { name: "Sign up" }));
    await expect(this.page.getByTestId("available")).toBeVisible();
  }
  /** A purchase that is paid and delivered. `points`: what its goods must earn, where the case says so. */
  async buy(purchase: { points?: number; goods: number; shipping: number }): Promise<void> {
    await this.page.getByLabel("Goods").fill(String(purchase.goods));
    await this.page.getByLabel("Shipping").fill(String(purchase.shipping));
    await this.press(this.page.getByRole("button", { name: "Buy" }));
    await this.accepted();
  }
  /** Returns the last purchase, with its shipping. */
  async returnLast(): Promise<void> {
    await this.press(this.page.getByRole("button", { name: "Return" }).first());
    await this.accepted();
  }
  /** Asks for the reward of this price; says whether it was given. */
  async redeem(points: number): Promise<boolean> {
    const price = this.page.getByLabel("Points to redeem");
    if (await price.count()) await price.fill(String(points));
    await this.press(this.page.getByTestId((await price.count()) ? "redeem" : `redeem-${points}`).first());
    return (await this.page.getByRole("alert").count()) === 0;
  }
  /** The clock of the shop goes on by so many days, with everything that is due on each. */
  async advanceDays(count: number): Promise<void> {
    await this.page.getByLabel("Days").fill(String(count));
    await this.press(this.page.getByRole("button", { name: "Wait", exact: true }));
    await this.accepted();
  }
  /** The account, as the member sees it. */
  async balance(): Promise<Balance> {
    const points = async (id: string) => Number(await this.page.getByTestId(id).getAttribute("value"));
    return { available: await points("available"), pending: await points("pending"), owed: await points("owed") };
  }
  /** The name of the member's tier; of a program with one tier, that one's. */
  async tier(): Promise<string> {
    return (await this.page.getByTestId("tier").getAttribute("value")) ?? "";
  }
  /** The member completes any mission. Only programs whose tiers count missions need it. */
  async completeMission(): Promise<void> {
    await this.press(this.page.getByRole("button", { name: "Complete" }).first());
    await this.accepted();
  }
  /** The member's subscription costs this much a month from today on; 0 ends it. Only programs whose tiers count subscriptions need it. */
  async subscribe(monthly: number): Promise<void> {
    await this.page.getByLabel("Subscription a month").fill(String(monthly));
    await this.press(this.page.getByRole("button", { name: "Change", exact: true }));
    await this.accepted();
  }
  /** Presses a button, and waits for the page that answers. */
  private async press(button: Locator): Promise<void> {
    await Promise.all([this.page.waitForEvent("load"), button.click()]);
  }
  /** What was asked was done. */
  private async accepted(): Promise<void> {
    await expect(this.page.getByRole("alert")).toHaveCount(0);
  }
}
