//! What files mean that no one wrote for this program: columns, words, totals, customers, subscriptions, points and answers.
use loyalty_model::extract::Extract;
use loyalty_sources::intake::{IntakeRequest, TableKind};
use loyalty_sources::source::{Ask, Extracted, Files, Source, SourceError};
use std::fmt::Write as _;
use std::path::Path;

fn read(folder: &Path, tables: &[(TableKind, &str)], maps: &[&str]) -> Result<Extracted, SourceError> {
    let mut inputs = vec![];
    for (i, (kind, text)) in tables.iter().enumerate() {
        let path = folder.join(format!("{}{i}.csv", kind.word()));
        std::fs::write(&path, text).expect("a file");
        inputs.push((*kind, vec![path.display().to_string()]));
    }
    let map = |m: &&str| {
        let (left, column) = m.split_once('=').expect("a map");
        let (table, name) = left.split_once('.').expect("a table");
        (table.parse().expect("a table"), name.to_string(), column.to_string())
    };
    let request = IntakeRequest { inputs, maps: maps.iter().map(map).collect(), ..IntakeRequest::default() };
    Files { request, whole_histories: None, spend_per_point: None }.extract(&Ask::on("2026-11-28".parse().expect("a day")), &|| false)
}
fn got(tables: &[(TableKind, &str)], maps: &[&str]) -> Extract {
    let folder = tempfile::tempdir().expect("a folder");
    read(folder.path(), tables, maps).unwrap_or_else(|e| panic!("{e}")).extract
}
fn refused(tables: &[(TableKind, &str)], maps: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    read(folder.path(), tables, maps).map(|e| format!("{:?}", e.extract.tables)).expect_err("a refusal").to_string()
}
/// (orders, customers, net) of a file of orders.
fn sales(text: &str, maps: &[&str]) -> (u64, u64, String) {
    let e = got(&[(TableKind::Transactions, text)], maps);
    let t = e.transactions.expect("orders");
    (t.orders, t.customers, (t.gross + t.refunds).to_string())
}
fn notes(e: &Extract) -> String {
    e.tables.iter().flat_map(|t| t.notes.iter().map(ToString::to_string)).collect::<Vec<_>>().join("\n")
}

#[test]
fn headings_of_many_languages_are_orders() {
    for heading in [
        "order_id,order_date,cust,net_sales",
        "Belegnr,Buchungsdatum,Kunde,Betrag in HW",
        "Bestellnummer,Bestelldatum,Kundennummer,Gesamtbetrag",
        "N° commande,Date de commande,N° client,Montant TTC",
        "Pedido,Fecha de pedido,ID cliente,Importe total",
        "Numero ordine,Data ordine,Codice cliente,Importo totale",
        "Bestelnummer,Besteldatum,Klantnummer,Totaalbedrag",
        "Número do pedido,Data do pedido,Código do cliente,Valor total",
        "注文番号,注文日,顧客番号,合計",
        "订单编号,订单付款时间,客户编号,实付金额",
        "Receipt No,Sale Date,Member ID,Amount Paid",
        "invoice,invoice date,Account ID,Grand Total (Base)",
        "x,Created (UTC),customer.id,total_price",
    ] {
        let text = format!("{heading}\nA1,2024-01-02,K7,10.50\nA2,2024-01-03,K8,20.00\nA3,2024-02-03,K7,5.00\n");
        assert_eq!(sales(&text, &[]), (3, 2, "35.50".into()), "{heading}");
    }
}
#[test]
fn a_mail_address_comes_before_a_name_and_before_an_id_of_the_order() {
    let rows = "1,2024-01-02,Ada Elm,a@x.example,10\n2,2024-01-03,Ada Elm,b@x.example,10\n3,2024-01-04,Ada Elm,A@X.example,10\n";
    assert_eq!(sales(&format!("Order,Date,Customer,Email,Total\n{rows}"), &[]).1, 2);
    // An owner's address is nobody's purchase.
    let deals = "Deal ID,Close Date,Deal owner,Company,Amount\n1,2024-01-02,sam@x.example,North Ltd,10\n2,2024-01-03,sam@x.example,South Ltd,10\n";
    assert_eq!(sales(deals, &[]).1, 2);
    // Where most have no account, the address of the invoice tells who they are.
    let guests =
        "order_id,order_date,customer_id,billing_email,total\n1,2024-01-02,0,a@x.example,10\n2,2024-01-03,0,b@x.example,10\n3,2024-01-04,77,c@x.example,10\n";
    assert_eq!(sales(guests, &[]).1, 3);
}
#[test]
fn nobody_is_nobody_in_any_word() {
    for word in ["NULL", "n/a", "-", "guest", "Walk-in", "test", "anonymous", "None", "GAST", "ゲスト", "散客", "(not set)", "consumidor final", "0", "000"]
    {
        let text = format!("order_id,order_date,customer_id,amount\n1,2024-01-02,{word},10\n2,2024-01-03,70455,20\n3,2024-01-04,{word},30\n");
        let e = got(&[(TableKind::Transactions, &text)], &[]);
        let control = e.tables[0].control.expect("a control total");
        assert_eq!((e.transactions.expect("orders").customers, control.without_customer.to_string()), (1, "40.00".into()), "{word}");
    }
    // Ids that count up from nought are people.
    assert_eq!(sales("order_id,order_date,customer_id,amount\n1,2024-01-02,0,10\n2,2024-01-03,1,20\n3,2024-01-04,2,30\n", &[]).1, 3);
}
#[test]
fn words_of_a_status_column_decide_what_is_a_sale() {
    for (paid, out) in [
        ("completed", "cancelled"),
        ("Paid", "Failed"),
        ("Shipped", "Pending payment"),
        ("paid", "voided"),
        ("Closed Won", "Closed Lost"),
        ("versandt", "storniert"),
        ("livré", "annulé"),
        ("pagado", "pendiente"),
        ("交易成功", "交易关闭"),
        ("発送済み", "キャンセル"),
        ("delivered", "draft"),
        ("succeeded", "refunded"),
    ] {
        let text = format!("order_id,order_date,customer_id,status,amount\n1,2024-01-02,7,{paid},10\n2,2024-01-03,8,{out},20\n3,2024-01-04,7,{paid},30\n");
        let e = got(&[(TableKind::Transactions, &text)], &[]);
        assert_eq!(e.transactions.as_ref().map(|t| (t.orders, t.gross.to_string())), Some((2, "40.00".into())), "{out}");
        assert!(notes(&e).contains(&format!("left out, by the word \"{out}\": 1 rows, 20.00")), "{}", notes(&e));
        let control = e.tables[0].control.expect("a control total");
        assert_eq!(control.in_file, control.used + control.without_customer + control.set_aside);
    }
}
#[test]
fn a_word_that_nobody_knows_is_a_question_that_can_be_answered() {
    let text = "order_id,order_date,customer_id,status,amount\n1,2024-01-02,7,paid,10\n2,2024-01-03,8,On Route 7,20\n3,2024-01-04,7,paid,30\n";
    let asked = refused(&[(TableKind::Transactions, text)], &[]);
    assert!(asked.contains("--map \"transactions.status:On Route 7=sale\" or --map \"transactions.status:On Route 7=out\""), "{asked}");
    assert!(asked.contains("60.00 with them and 40.00 without them"), "{asked}");
    assert_eq!(sales(text, &["transactions.status:On Route 7=sale"]).2, "60.00");
    assert_eq!(sales(text, &["transactions.status:On Route 7=out"]).2, "40.00");
    assert_eq!(sales(text, &["transactions.status="]).2, "60.00");
}
#[test]
fn rows_and_columns_of_refunds_are_netted() {
    for word in ["Refund", "Chargeback", "Return", "Gutschrift", "avoir", "reembolso", "退款"] {
        let text = format!("id,date,customer_id,type,amount\n1,2024-01-02,7,Sale,10\n2,2024-01-03,7,{word},4\n3,2024-01-04,8,Sale,30\n");
        assert_eq!(sales(&text, &[]).2, "36.00", "{word}");
    }
    for column in ["Refunded Amount", "Amount Refunded", "total_refunded", "Erstattet", "Montant remboursé", "返金額"] {
        let text = format!("id,date,customer_id,total,{column}\n1,2024-01-02,7,10,4\n2,2024-01-03,7,5,\n3,2024-01-04,8,30,30\n");
        let e = got(&[(TableKind::Transactions, &text)], &[]);
        let t = e.transactions.expect("orders");
        assert_eq!((t.gross.to_string(), t.refunds.to_string(), t.orders), ("45.00".into(), "-34.00".into(), 2), "{column}");
    }
    let listed = "id,date,customer_id,total,refund_items\n1,2024-01-02,7,10,amount:-4.00|reason:late\n2,2024-01-03,8,5,\n";
    assert_eq!(sales(listed, &[]).2, "11.00");
}
#[test]
fn a_discount_among_the_lines_of_an_order_is_no_refund() {
    for word in ["Coupon TEN", "Discount", "Gutschein 10", "Remise fidélité", "Descuento", "クーポン"] {
        let text = format!(
            "order_id,order_date,customer_id,item,amount\n1,2024-01-02,7,Pot,10\n1,2024-01-02,7,Mug,8\n1,2024-01-02,7,{word},-12\n2,2024-01-03,8,Pot,10\n"
        );
        let t = got(&[(TableKind::Transactions, &text)], &[]).transactions.expect("orders");
        assert_eq!((t.gross.to_string(), t.refunds.to_string()), ("16.00".into(), "0.00".into()), "{word}");
    }
    let back = "order_id,order_date,customer_id,item,amount\n1,2024-01-02,7,Pot,10\n1,2024-01-05,7,Pot,-10\n2,2024-01-03,8,Pot,10\n";
    assert_eq!(got(&[(TableKind::Transactions, back)], &[]).transactions.expect("orders").refunds.to_string(), "-10.00");
}
#[test]
fn the_total_of_an_order_counts_once() {
    let (mut repeated, mut blank, mut torn) = (String::new(), String::new(), String::new());
    for order in 1..=20 {
        let (day, who, total) = (order % 28 + 1, order % 7, order * 10);
        for item in 0..order % 3 + 1 {
            let _ = writeln!(repeated, "{order},2024-01-{day:02},c{who},sku{item},{total}.00");
            let shown = if item == 0 { format!("{total}.00") } else { String::new() };
            let customer = if item == 0 { format!("c{who}") } else { String::new() };
            let _ = writeln!(blank, "{order},2024-01-{day:02},{customer},sku{item},{shown}");
            let _ = writeln!(torn, "{order},2024-01-{day:02},c{who},sku{item},{item}.50");
        }
    }
    let heading = "order_id,order_date,customer_id,sku,order_total\n";
    assert_eq!(sales(&format!("{heading}{repeated}"), &[]), (20, 7, "2100.00".into()));
    assert_eq!(sales(&format!("{heading}{blank}"), &[]), (20, 7, "2100.00".into()));
    // Without the name of an order, its rows tell that they belong together.
    assert_eq!(sales(&format!("ref,order_date,customer_id,sku,order_total\n{blank}"), &[]), (20, 7, "2100.00".into()));
    // Amounts of items add up.
    let items: f64 = (1..=20).map(|o: i32| (0..o % 3 + 1).map(|i| f64::from(i) + 0.5).sum::<f64>()).sum();
    assert_eq!(sales(&format!("order_id,order_date,customer_id,sku,amount\n{torn}"), &[]).2, format!("{items:.2}"));
    let e = got(&[(TableKind::Transactions, &format!("{heading}{repeated}"))], &[]);
    assert!(notes(&e).contains("counts once"), "{}", notes(&e));
}
#[test]
fn a_price_that_holds_its_quantity_is_not_taken_times_it() {
    let line = "order-id,purchase-date,buyer-email,sku,quantity,item-price\n1,2024-01-02,a@x.example,M,2,50.00\n2,2024-01-03,b@x.example,M,1,25.00\n3,2024-01-04,a@x.example,P,1,7.00\n4,2024-01-05,c@x.example,P,3,21.00\n";
    assert_eq!(sales(line, &[]).2, "103.00");
    let each = "order-id,purchase-date,buyer-email,sku,quantity,item-price\n1,2024-01-02,a@x.example,M,2,25.00\n2,2024-01-03,b@x.example,M,1,25.00\n3,2024-01-04,a@x.example,P,1,7.00\n4,2024-01-05,c@x.example,P,3,7.00\n";
    assert_eq!(sales(each, &[]).2, "103.00");
}
#[test]
fn a_deal_is_a_sale_on_the_day_it_was_won() {
    let text = "Record ID,Deal Stage,Amount,Close Date,Company,Create Date\n1,Closed Won,10,2024-03-02,North,2023-01-01\n2,Negotiation,20,2024-04-02,South,2023-01-01\n3,Closed Won,30,2024-05-02,North,2023-01-01\n";
    let t = got(&[(TableKind::Transactions, text)], &[]).transactions.expect("orders");
    assert_eq!((t.first_day.to_string(), t.gross.to_string(), t.orders), ("2024-03-02".into(), "40.00".into(), 2));
}
#[test]
fn all_that_is_missing_is_asked_at_once_and_can_be_pasted() {
    let asked = refused(&[(TableKind::Transactions, "who is it,what for,when was it\nx,y,z\nx,y,z\n")], &[]);
    assert!(asked.contains("--map transactions.customer=COLUMN --map transactions.time=COLUMN --map transactions.amount=COLUMN"), "{asked}");
    let asked = refused(&[(TableKind::Transactions, "customer_id,user_id,date,amount\n1,9,2024-01-02,5\n1,8,2024-01-03,6\n2,8,2024-01-03,6\n")], &[]);
    assert!(asked.contains("customer_id gives 2 customers, and user_id gives 2 customers"), "{asked}");
    assert!(asked.contains("--map transactions.customer=customer_id or --map transactions.customer=user_id"), "{asked}");
    let asked = refused(&[(TableKind::Transactions, "customer_id,Day A,Day B,amount\n1,2024-01-02,2024-02-02,5\n1,2024-01-03,2024-02-03,6\n")], &[]);
    assert!(asked.contains("--map transactions.time=\"Day A\" or --map transactions.time=\"Day B\""), "{asked}");
    // Numbers that may be amounts are asked about, with both ways out; the second of them is a map that can be pasted.
    let worth = "customer_id,order_date,worth\n1,2024-01-02,5\n2,2024-01-03,7\n";
    let asked = refused(&[(TableKind::Transactions, worth)], &[]);
    assert!(asked.contains("no column was recognised as amount") && asked.contains("--map transactions.amount=COLUMN"), "{asked}");
    assert!(asked.contains("an assumed order value: --map transactions.amount=\"\""), "{asked}");
    assert_eq!(got(&[(TableKind::Transactions, worth)], &["transactions.amount="]).assumed_order_value, Some(1.0));
    assert_eq!(got(&[(TableKind::Transactions, worth)], &["transactions.amount=worth"]).assumed_order_value, None);
}
#[test]
fn a_file_without_amounts_counts_each_order_once() {
    let read = |text: &str| {
        let e = got(&[(TableKind::Transactions, text)], &[]);
        let t = e.transactions.clone().expect("orders");
        (e.assumed_order_value, t.orders, t.gross.to_string(), e.tables[0].control.is_none())
    };
    let assumed = |orders: u64| (Some(1.0), orders, format!("{orders}.00"), true);
    assert_eq!(read("customer,date\na,2024-01-02\na,2024-02-02\nb,2024-01-05\n"), assumed(3));
    // Rows of a customer on one day are one order without an order number, and as many as there are numbers with one.
    assert_eq!(read("customer,date\na,2024-01-02\na,2024-01-02\nb,2024-01-05\n"), assumed(2));
    assert_eq!(read("customer,date,order_id,sku\na,2024-01-02,1,X\na,2024-01-02,1,Y\na,2024-01-02,2,X\nb,2024-01-05,3,X\n"), assumed(3));
    // A channel, a shop, a quantity are no amounts; neither is a number that never changes.
    assert_eq!(read("customer,date,channel,shop\na,2024-01-02,web,7\nb,2024-01-05,till,7\n"), assumed(2));
    assert_eq!(read("customer,date,quantity\na,2024-01-02,3\nb,2024-01-05,1\n"), assumed(2));
    // A cancelled order is none.
    assert_eq!(read("customer,date,status\na,2024-01-02,paid\nb,2024-01-05,cancelled\nb,2024-02-05,paid\n"), assumed(2));
    // Where amounts are there, nothing is assumed.
    let (value, orders, gross, _) = read("customer,date,amount\na,2024-01-02,5\nb,2024-01-05,7\n");
    assert_eq!((value, orders, gross.as_str()), (None, 2, "12.00"));
}
#[test]
fn ids_that_a_sheet_rounded_are_refused() {
    let asked = refused(&[(TableKind::Transactions, "order_id,order_date,customer_id,amount\n1,2024-01-02,4.90139E+13,5\n2,2024-01-03,4.90132E+13,6\n")], &[]);
    assert!(asked.contains("scientific notation (4.90139E+13)"), "{asked}");
}
#[test]
fn tables_that_do_not_meet_say_why() {
    let orders = "order_id,order_date,customer_id,amount\n1,2024-01-02,000106,5\n2,2024-01-03,000065,6\n";
    let e = got(&[(TableKind::Transactions, orders), (TableKind::Members, "customer_id,joined,tier\n106,2023-01-01,Gold\n65,2023-01-01,Silver\n")], &[]);
    assert!(notes(&e).contains("0 of 2 members have orders: leading zeros were lost"), "{}", notes(&e));
    let e = got(&[(TableKind::Transactions, orders), (TableKind::Members, "customer_id,joined,tier\n000106,2023-01-01,Gold\n99,2023-01-01,Silver\n")], &[]);
    assert!(notes(&e).contains("1 of 2 members have orders"), "{}", notes(&e));
}
#[test]
fn subscriptions_are_worth_what_they_bring_a_month() {
    let text = "Subscription,Customer ID,Plan,Interval,Amount,Status,Start Date,Ended At\nS1,a,pro,month,30.00,active,2024-01-02,\nS2,b,pro,year,240.00,active,2024-01-03,\nS3,c,pro,quarter,90.00,canceled,2024-01-04,2024-06-01\nS4,d,pro,month,30.00,trialing,2024-06-04,\nS5,e,pro,month,30.00,paused,2024-05-04,\n";
    let s = got(&[(TableKind::Subscriptions, text)], &[]).subscriptions.expect("subscriptions");
    assert_eq!((s.mrr.to_string(), s.trials, s.ended, s.customers_left), ("50.00".into(), 1, 2, 2));
    for (word, runs) in
        [("active", true), ("past_due", true), ("cancelled", false), ("expired", false), ("aktiv", true), ("gekündigt", false), ("résilié", false)]
    {
        let text = format!("customer_id,plan,start_date,status,mrr\n1,basic,2023-01-30,active,29.00\n2,pro,2024-09-18,{word},99.00\n");
        let s = got(&[(TableKind::Subscriptions, &text)], &[]).subscriptions.expect("subscriptions");
        assert_eq!(s.mrr.to_string(), if runs { "128.00" } else { "29.00" }, "{word}");
    }
    let asked = refused(&[(TableKind::Subscriptions, "customer_id,start_date,status,mrr\n1,2023-01-30,active,29.00\n2,2024-09-18,zombie,99.00\n")], &[]);
    assert!(asked.contains("--map \"subscriptions.status:zombie=running\""), "{asked}");
}
#[test]
fn terms_of_contracts_are_no_ends() {
    let text = "Account ID,Contract ID,Start Date,End Date,MRR\nA,C1,2024-08-03,2027-08-03,99.00\nB,C2,2025-09-28,2028-09-28,99.00\nC,C3,2023-01-01,2024-01-01,10.00\n";
    let e = got(&[(TableKind::Subscriptions, text)], &[]);
    assert_eq!((e.as_of.to_string(), e.subscriptions.expect("subscriptions").mrr.to_string()), ("2025-09-28".into(), "198.00".into()));
}
#[test]
fn one_signed_column_of_points_is_a_ledger() {
    let sum = |text: &str| {
        let l = got(&[(TableKind::PointsLedger, text)], &[]).ledger.expect("a ledger");
        let all = |of: fn(&loyalty_model::extract::LedgerMonth) -> i64| l.months.iter().map(of).sum::<i64>() / 100;
        [all(|m| m.earned), all(|m| m.reversed), all(|m| m.redeemed), all(|m| m.reimbursed), all(|m| m.expired)]
    };
    let rows = "7,2024-01-02,100,order-placed\n7,2024-01-03,-40,order-redeem\n7,2024-01-04,-10,order-cancelled\n7,2024-01-05,-5,expire\n7,2024-01-06,15,order-redeem\n";
    assert_eq!(sum(&format!("user_id,date,points,type\n{rows}")), [100, 10, 40, 15, 5]);
    assert_eq!(sum(&format!("Customer,Created on,Points change,Reason\n{rows}")), [100, 10, 40, 15, 5]);
    // Without a word, what left was redeemed; unsigned points leave by their word.
    assert_eq!(sum("user_id,date,points\n7,2024-01-02,100\n7,2024-01-03,-40\n"), [100, 0, 40, 0, 0]);
    assert_eq!(sum("user_id,date,points,type\n7,2024-01-02,100,earn\n7,2024-01-03,40,redeem\n7,2024-01-04,5,expire\n"), [100, 0, 40, 0, 5]);
    // A negative redemption is one given back; a column of redemptions below nothing is no column of gifts.
    assert_eq!(
        sum("customer_id,date,points_earned,points_redeemed\n7,2024-01-01,50,\n7,2024-01-02,,50\n7,2024-01-03,,-20\n7,2024-01-04,,30\n"),
        [50, 0, 80, 20, 0]
    );
    assert_eq!(sum("customer_id,date,earned,redeemed\n7,2024-01-01,50,\n7,2024-01-02,,-30\n7,2024-01-03,,-10\n"), [50, 0, 40, 0, 0]);
    let asked = refused(&[(TableKind::PointsLedger, "customer_id,date,balance,note\n7,2024-01-01,50,x\n")], &[]);
    assert!(asked.contains("no column was recognised as points, earned or redeemed"), "{asked}");
}
#[test]
fn answers_are_found_by_their_question() {
    let rated = |text: &str| {
        let e = got(&[(TableKind::Voc, text)], &[]);
        let v = e.voice.expect("answers");
        (v.scores.iter().map(|s| s.1).sum::<u64>(), v.scale_max)
    };
    let rows = "a@x.example,2024-01-02,9,good tea\nb@x.example,2024-01-03,3,late\nc@x.example,2024-01-04,10,\n";
    for heading in [
        "email,Submit Date,How likely are you to recommend us to a friend?,What could we do better?",
        "Email Address,End Date,On a scale of 0 to 10 how satisfied are you?,Why?",
        "E-Mail,Datum,Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?,Warum?",
        "email,date,NPS,Reason for your score",
        "email,date,Rating,Comment",
        "メールアドレス,date,おすすめ度,理由",
    ] {
        let heading = heading.replace("es, dass", "es dass");
        assert_eq!(rated(&format!("{heading}\n{rows}")), (3, 10), "{heading}");
    }
    assert_eq!(
        rated(
            "Requester email,Updated at,Satisfaction,Comment\na@x.example,2024-01-02,Good,\nb@x.example,2024-01-03,Bad,late\nc@x.example,2024-01-04,Offered,\n"
        ),
        (2, 5)
    );
    let asked = refused(&[(TableKind::Voc, "email,date,ticket\na@x.example,2024-01-02,17\n")], &[]);
    assert!(asked.contains("no column was recognised as score or text"), "{asked}");
}
#[test]
fn members_have_tiers_and_states_are_no_places() {
    let e = got(
        &[(TableKind::Members, "id,email,vip_tier,state,joined_at\n1,a@x.example,Gold,member,2023-01-18\n2,b@x.example,Silver,candidate,2023-02-18\n")],
        &[],
    );
    let m = e.members.expect("members");
    assert_eq!((m.members, m.tiers.iter().map(|t| t.1).sum::<u64>(), m.places.iter().map(|t| t.1).sum::<u64>()), (2, 2, 0));
}
#[test]
fn a_known_form_is_a_head_start_and_no_more() {
    let rows = |order: &str, item: &str| {
        format!(
            "{order},Email,Financial Status,Created at,Total,{item},Lineitem price,Refunded Amount,Id\n#1,a@x.example,paid,2024-01-02,30.00,2,10.00,0.00,71\n#1,a@x.example,,2024-01-02,,1,10.00,,\n#2,b@x.example,voided,2024-01-03,9.00,1,9.00,0.00,72\n#3,A@x.example,partially_refunded,2024-01-04,20.00,1,12.00,5.00,73\n#3,A@x.example,,2024-01-04,,1,8.00,,\n"
        )
    };
    for (order, item) in [("Name", "Lineitem quantity"), ("Name", "Item quantity"), ("Document", "pieces")] {
        assert_eq!(sales(&rows(order, item), &[]), (2, 1, "45.00".into()), "{order} {item}");
    }
}
#[test]
fn equal_items_of_an_order_are_no_total_of_it() {
    let (mut named, mut proved) =
        (String::from("order_id,order_date,customer_id,sku,line_total\n"), String::from("order_id,order_date,customer_id,sku,quantity,price,amount\n"));
    for order in 1..=8 {
        for item in 0..3 {
            let _ = writeln!(named, "{order},2024-01-0{order},c1,sku{item},10.00");
            let _ = writeln!(proved, "{order},2024-01-0{order},c1,sku{item},2,5.00,10.00");
        }
    }
    assert_eq!((sales(&named, &[]), sales(&proved, &[])), ((8, 1, "240.00".into()), (8, 1, "240.00".into())));
}
