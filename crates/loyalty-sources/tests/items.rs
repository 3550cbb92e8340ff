//! What the shop sells: which column names it, which lines are no items, and counts that no order of rows can change.
use loyalty_model::extract::{Extract, ItemFact, ItemFacts, Origin};
use loyalty_model::units::{Currency, Money};
use loyalty_sources::demo::{World, brief_defaults, tables, write_files};
use loyalty_sources::extract::{ExtractRequest, measure};
use loyalty_sources::intake::{Intake, IntakeRequest, TableKind, read};
use std::fs;

fn intake(files: &[String], maps: &[(&str, &str)], threads: usize) -> Intake {
    let dir = tempfile::tempdir().unwrap();
    let put = |(i, text): (usize, &String)| {
        let path = dir.path().join(format!("orders-{i}.csv"));
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let inputs = vec![(TableKind::Transactions, files.iter().enumerate().map(put).collect())];
    let maps = maps.iter().map(|(name, column)| (TableKind::Transactions, (*name).to_string(), (*column).to_string())).collect();
    let request = IntakeRequest { inputs, maps, ..IntakeRequest::default() };
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| read(&request, &|| false)).unwrap_or_else(|e| panic!("{e}"))
}
fn extract(got: &Intake) -> Extract {
    measure(&got.tables, &ExtractRequest::new(Origin::CompanyData, Currency("EUR".into()))).unwrap()
}
fn items(text: &str) -> Option<ItemFacts> {
    extract(&intake(&[text.to_string()], &[], 2)).items
}
fn names(text: &str) -> Vec<String> {
    items(text).map(|f| f.top.into_iter().map(|i| i.name).collect()).unwrap_or_default()
}
fn money(text: &str) -> Money {
    text.parse().unwrap()
}

#[test]
fn the_name_of_a_product_is_found_in_many_languages_and_before_its_code() {
    for heading in [
        "order_id,order_date,customer_id,StockCode,Description,Quantity,UnitPrice",
        "order_id,order_date,customer_id,sku,Product name,qty,price",
        "Bestellnummer,Bestelldatum,Kundennummer,Artikelnummer,Artikelbezeichnung,Menge,Einzelpreis",
        "N° commande,Date de commande,N° client,Référence,Désignation,Quantité,Prix unitaire",
        "Pedido,Fecha de pedido,ID cliente,SKU,Nombre del producto,Cantidad,Precio unitario",
        "Numero ordine,Data ordine,Codice cliente,SKU,Nome prodotto,Quantità,Prezzo unitario",
        "Bestelnummer,Besteldatum,Klantnummer,SKU,Productnaam,Aantal,Stukprijs",
        "Número do pedido,Data do pedido,Código do cliente,SKU,Nome do produto,Quantidade,Preço unitário",
        "注文番号,注文日,顧客番号,商品番号,商品名,数量,単価",
        "订单编号,订单付款时间,客户编号,商品编码,商品名称,数量,单价",
    ] {
        let text = format!("{heading}\nA1,2024-01-02,K7,P1,Red Pot,2,5.00\nA2,2024-01-03,K8,P1,Red Pot,1,5.00\nA3,2024-02-03,K7,P2,Blue Mug,4,2.50\n");
        let found = items(&text).unwrap_or_else(|| panic!("{heading}"));
        let pot = ItemFact {
            name: "Red Pot".into(),
            orders: 2,
            buyers: 2,
            again: 0,
            units: 3,
            units_back: 0,
            amount: money("15"),
            price_low: money("5"),
            price: money("5"),
            price_high: money("5"),
        };
        assert_eq!((found.orders, found.items, &found.top[0]), (3, 2, &pot), "{heading}");
    }
}
#[test]
fn lines_that_are_no_items_and_files_without_a_column_give_none() {
    let head = "order_id,order_date,customer_id,item,amount\n";
    let lines = ["POSTAGE", "Manual", "Versandkosten", "Gift Card 50", "Frais de port", "Discount", "送料", "Red Pot"];
    let rows: String = lines.iter().enumerate().map(|(i, n)| format!("{i},2024-01-02,c{i},{n},5.00\n{i},2024-01-02,c{i},Blue Mug,7.00\n")).collect();
    assert_eq!(names(&format!("{head}{rows}")), ["Blue Mug", "Red Pot"]);
    for without in [
        "order_id,order_date,customer_id,amount\n1,2024-01-02,a,5.00\n2,2024-01-03,b,6.00\n",
        // A text of its own on each of many rows names no item; nor does a date, a number or an address.
        &format!(
            "order_date,customer_id,description,amount\n{}",
            (0..60).map(|i| format!("2024-01-02,c{i},payment {i} of the month,5.00\n")).collect::<String>()
        ),
        "order_id,order_date,customer_id,product,amount\n1,2024-01-02,a,17,5.00\n2,2024-01-03,b,18,6.00\n",
        "order_id,order_date,customer_id,item,amount\n1,2024-01-02,a,x@y.example,5.00\n2,2024-01-03,b,z@y.example,6.00\n",
    ] {
        let got = extract(&intake(&[without.to_string()], &[], 1));
        assert_eq!(got.items, None, "{without}");
        assert!(got.tables[0].notes.iter().any(|n| n.to_string().contains("no column names products")), "{:?}", got.tables[0].notes);
    }
    // A person may say which column it is, or that there is none.
    let odd = "order_id,order_date,customer_id,ware,amount\n1,2024-01-02,a,Pot,5.00\n2,2024-01-03,b,Mug,6.00\n".to_string();
    assert_eq!(extract(&intake(std::slice::from_ref(&odd), &[("item", "ware")], 1)).items.unwrap().items, 2);
    assert_eq!(extract(&intake(&[odd.replace("ware", "product")], &[("item", "")], 1)).items, None);
}
#[test]
fn pieces_that_come_back_discounts_and_amounts_of_whole_orders_are_read_as_the_file_means_them() {
    let back = "order_id,order_date,customer_id,item,quantity,unit_price\n1,2024-01-02,a,Pot,3,5.00\n2,2024-01-09,a,Pot,-1,5.00\n3,2024-01-10,b,Mug,1,2.00\n";
    let found = items(back).unwrap();
    assert_eq!((found.top[0].units, found.top[0].units_back, found.top[0].amount), (3, 1, money("15")));
    // A discount on the order is no item, and the item keeps its price.
    let discount = "order_id,order_date,customer_id,item,amount\n1,2024-01-02,a,Pot,20.00\n1,2024-01-02,a,Coupon TEN,-10.00\n2,2024-01-09,b,Mug,2.00\n";
    let found = items(discount).unwrap();
    assert_eq!((found.items, found.top.iter().find(|i| i.name == "Pot").unwrap().price), (2, money("20")));
    // The amount is the order's: the price of an item stands in its own column, customer and day on the first row of the order.
    let whole = "Name,Email,Financial Status,Created at,Total,Lineitem quantity,Lineitem name,Lineitem price\n#1,a@x.example,paid,2024-01-02,30.00,2,Pot,10.00\n#1,,,,,1,Mug,8.00\n#2,b@x.example,voided,2024-01-03,9.00,1,Pot,9.00\n#3,c@x.example,paid,2024-01-04,20.00,1,Pot,12.00\n#3,,,,,1,Mug,8.00\n#4,d@x.example,paid,2024-01-05,8.00,1,Mug,8.00\n#4,,,,,1,Shipping,4.00\n";
    let found = items(whole).unwrap();
    let of = |n: &str| found.top.iter().find(|i| i.name == n).unwrap().clone();
    assert_eq!((found.orders, of("Pot").buyers, of("Pot").units, of("Mug").buyers, of("Mug").amount), (3, 2, 3, 3, money("24")));
}
#[test]
fn counts_do_not_depend_on_the_order_of_rows_files_or_threads() {
    let head = "order_id,order_date,customer_id,item,quantity,unit_price\n";
    let row = |i: usize| {
        let (customer, item) = (i * 7 % 301, (i * 11 + i / 37) % 37);
        let name = if item == 5 { "Postage".into() } else { format!("Item {item:02}") };
        format!(
            "o{i},2024-{:02}-{:02},c{customer},{name},{},{}.50\n",
            i % 12 + 1,
            i % 28 + 1,
            if i.is_multiple_of(19) { -1 } else { i as i32 % 4 + 1 },
            item % 9 + 1
        )
    };
    let rows: Vec<String> = (1..30_000).map(row).collect();
    let turned: Vec<String> = (0..rows.len()).map(|i| rows[i * 10_007 % rows.len()].clone()).collect();
    let files = |rows: &[String], parts: usize| rows.chunks(rows.len().div_ceil(parts)).map(|p| format!("{head}{}", p.concat())).collect::<Vec<_>>();
    let one = extract(&intake(&files(&rows, 1), &[], 1));
    let facts = one.items.clone().unwrap();
    assert_eq!(facts.items, 36);
    assert!(facts.top.iter().any(|i| i.again > 0 && i.units_back > 0) && facts.top.windows(2).all(|w| w[0].buyers >= w[1].buyers));
    for (parts, threads) in [(1, 4), (3, 2), (5, 8)] {
        assert_eq!(extract(&intake(&files(&turned, parts), &[], threads)), one, "{parts} files, {threads} threads");
    }
    // What is not an item's touches no item.
    let dearer: Vec<String> = rows.iter().map(|r| r.replace("Postage", "Carriage")).collect();
    assert_eq!(extract(&intake(&files(&dearer, 1), &[], 2)).items.unwrap(), facts);
}
#[test]
fn the_files_of_the_demonstration_company_hold_the_items_of_its_tables() {
    let dir = tempfile::tempdir().unwrap();
    let seed = brief_defaults(World::Default).seed;
    write_files(World::Default, seed, dir.path(), None).unwrap();
    let request =
        IntakeRequest { inputs: vec![(TableKind::Transactions, vec![dir.path().join("orders.csv").display().to_string()])], ..IntakeRequest::default() };
    let read = read(&request, &|| false).unwrap();
    let made = tables(World::Default, seed);
    let ask = ExtractRequest { as_of: Some(brief_defaults(World::Default).as_of), ..ExtractRequest::new(Origin::Demonstration, Currency("USD".into())) };
    let [a, b] = [&read.tables, &made].map(|t| measure(t, &ask).unwrap().items.unwrap());
    assert_eq!(a, b);
    assert!(a.items == 27 && a.top.iter().all(|i| i.buyers > 100 && i.price_high.to_f64() < 1.5 * i.price_low.to_f64()), "{a:?}");
}
