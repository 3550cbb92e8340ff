//! A company made up for tests: customers, a program, a book.
use loyalty_engine::base::{Base, BaseMember, Class};
use loyalty_engine::terms::{Limits, Terms};
use loyalty_model::assumption::{Assumption, Book, rows};
use loyalty_model::brief::{Goal, Period, TierType};
use loyalty_model::line::Provenance;
use loyalty_model::program::{
    Benefit, CostDriver, EarnRules, EffectChannel, Expiry, Metric, Mission, Program, Referral, Reward, Stage, Surprise, Tier, Trigger,
};
use loyalty_model::units::{Date, Money, Month};

fn chance(x: u64) -> f64 {
    let mut z = x.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x1234_5678_9ABC_DEF1);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}
pub fn member(i: u64, money: f64) -> BaseMember {
    let u = |k: u64| chance(i * 16 + k);
    let rate = 0.05 - 0.4 * (1.0 - u(1)).ln();
    let value = 20.0 + 60.0 * u(2);
    let mut net = [0.0; 12];
    let mut orders = [0_u16; 12];
    for k in 0..12 {
        orders[k] = (rate + u(k as u64 + 3)) as u16;
        net[k] = f64::from(orders[k]) * value * money;
    }
    let yearly = rate * value;
    BaseMember {
        key: (chance(i * 16 + 15) * 9e15) as u64,
        panel: i as u32,
        weight: 1.0,
        rate_monthly: rate,
        rate_shape: 2.0,
        p_alive: 0.4 + 0.6 * u(0),
        dropout_monthly: 0.03,
        order_value: value * money,
        order_value_cv: 0.5,
        class: if yearly > 25.0 {
            Class::Heavy
        } else if yearly > 10.0 {
            Class::Moderate
        } else {
            Class::Light
        },
        net_last_12: net,
        orders_last_12: orders,
        mrr: 0.0,
        mrr_hazard: 0.0,
        opening_points: 0.0,
    }
}
/// A shop with this many customers; every amount times `money`.
pub fn shop(customers: u64, money: f64) -> Base {
    let newcomer = |i: u64| BaseMember { p_alive: 1.0, panel: u32::MAX, net_last_12: [0.0; 12], orders_last_12: [0; 12], ..member(i, money) };
    Base {
        model: "made-up".into(),
        contractual: false,
        members: (0..customers).map(|i| member(i, money)).collect(),
        new_per_month: customers as f64 / 50.0,
        new_log_sd: 0.1,
        new_ahead: vec![],
        newcomers: (1000..1050).map(newcomer).collect(),
        season: [0.9, 0.8, 0.9, 1.0, 1.0, 1.0, 0.9, 0.9, 1.0, 1.1, 1.2, 1.3],
        level_log_mean: -0.05,
        level_log_sd: 0.1,
    }
}
/// A subscription business.
pub fn subscriptions(customers: u64) -> Base {
    let mut base = shop(customers, 1.0);
    base.contractual = true;
    for b in base.members.iter_mut().chain(&mut base.newcomers) {
        b.mrr = b.order_value;
        b.mrr_hazard = 0.02;
        b.p_alive = 1.0;
    }
    base
}
/// The default book.
pub fn book() -> Book {
    let mut book = Book::default();
    for r in rows() {
        let a = Assumption {
            id: r.id.clone(),
            description: r.description,
            value: r.value,
            sd: r.sd,
            distribution: r.distribution,
            low: r.low,
            high: r.high,
            unit: r.unit,
            from: Provenance::Default { reason: "test".into() },
            overruled: vec![],
        };
        book.0.insert(r.id, a);
    }
    book
}
/// Sets a value and makes it certain.
pub fn fix(book: &mut Book, id: &str, value: f64) {
    let a = book.0.get_mut(id).expect("a known id");
    a.value = value;
    a.sd = 0.0;
    a.distribution = "fixed".into();
}
/// The book without any effect of the program on anybody.
pub fn no_effects() -> Book {
    let mut book = book();
    for id in ["response.strength", "lift.mission_missed", "referral.clv_premium"] {
        fix(&mut book, id, 0.0);
    }
    let without = book.value("referral.rate_yearly_without");
    fix(&mut book, "referral.rate_yearly", without);
    book
}
/// The book without fixed costs and messages.
pub fn no_running_cost(book: &mut Book) {
    for id in ["cost.setup", "cost.platform_monthly", "cost.staff_monthly", "cost.message", "cost.contact"] {
        fix(book, id, 0.0);
    }
}
pub fn tier(id: &str, threshold: f64, multiplier: f64) -> Tier {
    Tier {
        id: id.into(),
        name: id.into(),
        metric: Metric::NetSpend,
        threshold,
        qualification_months: 12,
        validity_months: 12,
        multiplier,
        benefits: vec![],
        reason: Default::default(),
    }
}
fn benefit(id: &str, driver: CostDriver, unit_cost: f64, from_tier: usize) -> Benefit {
    Benefit {
        id: id.into(),
        name: id.into(),
        driver,
        unit_cost,
        perceived_value: 1.5 * unit_cost,
        take_up: 0.5,
        from_tier,
        effect: EffectChannel::Tier,
        reason: Default::default(),
    }
}
/// A full program; every amount times `money`.
pub fn program(money: f64) -> Program {
    let reward = |points: u64| Reward {
        item: None,
        name: format!("{points} points"),
        points_price: points,
        value: Money::round_from(points as f64 * 0.01 * money),
        cost: Money::round_from(points as f64 * 0.0085 * money),
    };
    let mission = |id: &str, orders_needed: u32, starts: &[u32]| Mission {
        id: id.into(),
        name: id.into(),
        task: loyalty_model::fact::Fact::default(),
        orders_needed,
        window_months: 2,
        starts: starts.to_vec(),
        points: 50,
    };
    Program {
        kind: TierType::Hybrid,
        goal: Goal::Retention,
        earn: EarnRules { points_per_unit: 2.0 / money, pending_days: 30, joining_points: 50, reason: Default::default() },
        point_value: 0.01 * money,
        tiers: vec![tier("base", 0.0, 1.0), tier("silver", 200.0 * money, 1.2), tier("gold", 500.0 * money, 1.5)],
        rewards: vec![reward(200), reward(500), reward(1000)],
        expiry: Expiry::Inactivity { months: 12 },
        benefits: vec![benefit("free-shipping", CostDriver::PerOrder, money, 1), benefit("gift", CostDriver::PerMemberYear, 5.0 * money, 2)],
        missions: vec![mission("second", 2, &[1, 7]), mission("review", 0, &[4])],
        surprise: Some(Surprise { monthly_share: 0.03, points: 50, occasion: loyalty_model::fact::Fact::default() }),
        referral: Some(Referral { recommender_points: 300, friend_points: 100, yearly_cap: 3 }),
        triggers: vec![trigger()],
    }
}
fn trigger() -> Trigger {
    Trigger {
        id: "welcome".into(),
        stage: Stage::Onboarding,
        event: "Order Completed".into(),
        condition: Default::default(),
        delay_days: None,
        action: Default::default(),
        points: 25,
        benefit: None,
        channel: "email".into(),
        owner: String::new(),
        consent: "none".into(),
        frequency_cap: Default::default(),
        priority: 1,
        kpi: Default::default(),
        personas: vec![],
        own_message: true,
        unit_cost: 0.0,
        template_key: String::new(),
        protected_window: Default::default(),
        responsible: String::new(),
        accountable: String::new(),
        consulted: String::new(),
        informed: String::new(),
        holdout_share: None,
        data_missing: false,
        letters: vec![],
        letter_test: loyalty_model::fact::Fact::default(),
        volume_monthly: 15.0,
        volume_basis: Default::default(),
        cost_monthly: 0.0,
        data_ready: "yes".into(),
    }
}
/// The book with strong effects, all certain: small mistakes in a mechanism show.
pub fn strong_effects() -> Book {
    let mut book = book();
    let strong = [
        ("response.total", 0.15),
        ("response.curvature", 0.02),
        ("response.class_ratio", 2.0),
        ("response.staying_share", 0.5),
        ("response.frequency_share_of_rest", 0.7),
        ("response.hypothetical_bias", 0.5),
        ("lift.mission_missed", -0.10),
        ("mission.completion", 0.3),
        ("referral.rate_yearly", 0.10),
        ("referral.clv_premium", 0.2),
        ("points.ultimate_redemption", 0.75),
        ("points.redemption_hazard_monthly", 0.35),
        ("program.enrolment_active_share", 0.6),
        ("program.enrolment_new_share", 0.6),
    ];
    for (id, value) in strong {
        fix(&mut book, id, value);
    }
    book
}
/// No earning, no benefit, nothing.
pub fn nothing() -> Program {
    let mut p = program(1.0);
    p.earn = EarnRules { points_per_unit: 0.0, pending_days: 0, joining_points: 0, reason: Default::default() };
    p.benefits.clear();
    p.missions.clear();
    p.rewards.clear();
    p.surprise = None;
    p.referral = None;
    p.triggers.clear();
    p
}
pub fn terms(horizon: u32) -> Terms {
    Terms {
        goal: Goal::Retention,
        pool: 50_000.0,
        period: Period::Month,
        horizon,
        as_of: Date::from_ymd(2025, 12, 31).expect("a date"),
        launch: Month::new(2026, 1),
        launch_day: loyalty_engine::launch::LaunchDay::on(Date::from_ymd(2026, 1, 1).expect("a date")),
        limits: Limits::default(),
        depth: Default::default(),
        cancel: Default::default(),
        paths: Default::default(),
    }
}
