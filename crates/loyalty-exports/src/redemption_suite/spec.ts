// Redemption flows of a loyalty program as a Playwright suite: the cases of redemption-tests.csv, played in a shop, with the account after each step.
// Made by plan-loyalty from a plan; make it again when the plan changes. What your shop looks like stands in redemption-adapter.ts beside this file.
//
// How the cases are played:
// - A wait is played to the day before its end, when nothing may have changed yet, and then for one more day: a rule that is off by a day is found.
// - Every purchase carries shipping, which earns no points.
// - Where two ask for a reward at once, two browsers do, at the same time: exactly one may get it.
// - A month later is the same day of that month, or its last day where it has no such day.
import { expect, test } from "@playwright/test";
import { Shop, type Balance } from "./redemption-adapter";

type Act =
  | { do: "buy"; points: number }
  | { do: "wait-for-points" }
  | { do: "wait"; month: number }
  | { do: "redeem"; points: number; given: boolean; together: boolean }
  | { do: "return" }
  | { do: "stay-below" }
  | { do: "reach"; month: number }
  | { do: "new-period"; month: number }
  | { do: "review"; after: number };
type Step = Act & Balance & { action: string; outcome: string; tier?: string };
type Metric = "net-spend" | "orders" | "missions-completed" | "recurring-revenue";
interface Plan {
  company: string;
  /** Hash of the design. */
  design: string;
  currency: string;
  pointsPerUnit: number;
  pendingDays: number;
  joiningPoints: number;
  tiers: { name: string; multiplier: number }[];
  qualifies: { metric: Metric; threshold: number } | null;
  cases: { id: string; title: string; steps: Step[] }[];
}

const plan: Plan = /* the data of the plan */;

const DAY = 24 * 60 * 60 * 1000;
const date = (day: string) => new Date(`${day}T00:00:00Z`);
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);
const days = (from: string, to: string) => Math.round((date(to).getTime() - date(from).getTime()) / DAY);
const daysLater = (day: string, count: number) => iso(date(day).getTime() + count * DAY);
function monthsLater(day: string, months: number): string {
  const from = date(day);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return iso(Date.UTC(year, month, Math.min(from.getUTCDate(), last)));
}
/** Decimals of the currency. */
const decimals = new Intl.NumberFormat("en", { style: "currency", currency: plan.currency }).resolvedOptions().maximumFractionDigits ?? 2;
const roundedDown = (amount: number) => Math.floor(amount * 10 ** decimals + 1e-6) / 10 ** decimals;
const SHIPPING = decimals > 0 ? 4.9 : 490;

/** The least amount of goods that earns exactly so many points in a tier. */
function goodsFor(points: number, tier: string): number {
  const rate = plan.pointsPerUnit * (plan.tiers.find((t) => t.name === tier)?.multiplier ?? 1);
  for (const digits of [decimals, 4]) {
    const amount = Math.ceil((points / rate) * 10 ** digits - 1e-6) / 10 ** digits;
    if (Math.floor(amount * rate + 1e-6) === points) return amount;
  }
  throw new Error(`no amount earns exactly ${points} points at ${rate} points per ${plan.currency}`);
}
const balanceOf = ({ available, pending, owed }: Balance): Balance => ({ available, pending, owed });

/** A case in play. */
class Play {
  private readonly start: string;
  private bought: string;
  private reached: string;
  private counted = 0;
  private stands: Balance = { available: 0, pending: 0, owed: 0 };
  private tier: string | undefined;

  private constructor(private readonly shop: Shop, today: string) {
    this.start = this.bought = this.reached = today;
  }
  static async begin(shop: Shop): Promise<Play> {
    return new Play(shop, await shop.today());
  }
  async step(step: Step, next: Step | undefined): Promise<void> {
    await this.act(step, next);
    this.stands = balanceOf(step);
    this.tier = step.tier;
    await this.check(step.outcome);
  }
  private async check(what: string): Promise<void> {
    // In the case of tiers the purchases earn points, which are none of its business.
    if (this.tier === undefined) expect(await this.shop.balance(), what).toEqual(this.stands);
    else expect(await this.shop.tier(), what).toBe(this.tier);
  }
  /** Waits until a day; on the day before it everything is as it was. */
  private async until(day: string): Promise<void> {
    const left = days(await this.shop.today(), day);
    if (left <= 0) return;
    if (left > 1) await this.shop.advanceDays(left - 1);
    await this.check(`the day before ${day} nothing has changed`);
    await this.shop.advanceDays(1);
  }
  private async act(step: Step, next: Step | undefined): Promise<void> {
    switch (step.do) {
      case "buy":
        this.bought = await this.shop.today();
        return this.shop.buy({ points: step.points, goods: goodsFor(step.points, await this.shop.tier()), shipping: SHIPPING });
      case "wait-for-points":
        return this.until(daysLater(this.bought, plan.pendingDays));
      case "wait":
        return this.until(monthsLater(this.start, step.month));
      case "return":
        return this.shop.returnLast();
      case "redeem":
        return this.redeem(step, next);
      case "stay-below":
        return this.qualify(0.99);
      case "reach":
        await this.until(monthsLater(this.start, step.month));
        this.reached = await this.shop.today();
        return this.qualify(1);
      case "new-period":
        await this.until(monthsLater(this.start, step.month));
        // A subscription counts as it stands: it ends, so that the new period counts nothing.
        if (plan.qualifies?.metric === "recurring-revenue") await this.shop.subscribe(0);
        return;
      case "review":
        return this.until(monthsLater(this.reached, step.after));
    }
  }
  private async redeem(step: Step & { do: "redeem" }, next: Step | undefined): Promise<void> {
    if (!step.together) {
      expect(await this.shop.redeem(step.points), step.outcome).toBe(step.given);
    } else if (step.given && next?.do === "redeem") {
      const second = await this.shop.secondTill();
      const answers = await Promise.all([this.shop.redeem(step.points), second.redeem(next.points)]);
      expect(answers.filter(Boolean).length, "exactly one of two requests gets the reward").toBe(1);
      await second.close();
    }
    // The second of two that ask at once has been played with the first.
  }
  /** Counts up to a share of the threshold of the second tier. */
  private async qualify(share: number): Promise<void> {
    if (!plan.qualifies) return;
    const { metric, threshold } = plan.qualifies;
    const whole = metric === "orders" || metric === "missions-completed";
    const target = whole ? Math.floor(share * threshold + 1e-6) : roundedDown(share * threshold);
    const by = target - this.counted;
    this.counted = target;
    if (metric === "recurring-revenue") return this.shop.subscribe(target);
    if (metric === "net-spend") return by > 0 ? this.buyForAmount(Number(by.toFixed(4))) : undefined;
    for (let i = 0; i < by; i += 1) {
      if (metric === "orders") await this.buyForAmount(1);
      else await this.shop.completeMission();
    }
  }
  private async buyForAmount(goods: number): Promise<void> {
    return this.shop.buy({ goods, shipping: SHIPPING });
  }
}

for (const { id, title, steps } of plan.cases) {
  test(`${id}: ${title}`, async ({ browser }) => {
    const shop = await Shop.open(browser);
    try {
      await shop.signUp({ joiningPoints: false });
      const play = await Play.begin(shop);
      for (const [i, step] of steps.entries()) {
        await test.step(`${i + 1}. ${step.action}`, () => play.step(step, steps[i + 1]));
      }
    } finally {
      await shop.close();
    }
  });
}
if (plan.joiningPoints > 0) {
  test("joining: points for joining wait as others do", async ({ browser }) => {
    const shop = await Shop.open(browser);
    try {
      await shop.signUp({ joiningPoints: true });
      const points = plan.joiningPoints;
      if (plan.pendingDays > 0) {
        if (plan.pendingDays > 1) await shop.advanceDays(plan.pendingDays - 1);
        expect(await shop.balance()).toEqual({ available: 0, pending: points, owed: 0 });
        await shop.advanceDays(1);
      }
      expect(await shop.balance()).toEqual({ available: points, pending: 0, owed: 0 });
    } finally {
      await shop.close();
    }
  });
}
