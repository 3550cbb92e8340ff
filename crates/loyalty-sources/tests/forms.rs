//! Exports of systems that nobody listed when the rules were written: small files in the form that the systems' public descriptions give, each with
//! its right reading. A form that cannot do (no customer, no year) is a question that names what is missing, never a reading.
use loyalty_model::extract::Extract;
use loyalty_sources::intake::{IntakeRequest, TableKind};
use loyalty_sources::source::{Ask, Files, Source};
use std::fmt::Write as _;

/// The right reading of a form.
enum Want {
    /// Customers, orders, net amount.
    Sales(u64, u64, &'static str),
    /// Contracts, and what they bring a month today.
    Contracts(u64, &'static str),
    /// Points earned, redeemed and expired, in hundredths.
    Points(i64, i64, i64),
    /// Answers with a rating, and the sum of ratings in hundredths.
    Answers(u64, i64),
    /// Members.
    Members(u64),
    /// A question or refusal that says this.
    Asks(&'static str),
}
use Want::*;
/// System and report, table, file, text, right reading.
type Form = (&'static str, TableKind, &'static str, &'static str, Want);

/// Points of sale and shops.
const SHOPS: &[Form] = &[
    (
        "Toast: payment details",
        TableKind::Transactions,
        "PaymentDetails.csv",
        "Location,Payment Id,Order Id,Order #,Paid Date,Order Date,Server,Amount,Tip,Gratuity,Total,Refunded,Refund Date,Refund Amount,Status,Type,Card Type,Email
Main St,9001,801,1,1/5/24 6:10 PM,1/5/24 5:02 PM,Kim,20.00,4.00,0.00,24.00,,,,CAPTURED,Credit,VISA,ada@x.example
Main St,9002,802,2,1/6/24 6:40 PM,1/6/24 5:20 PM,Kim,30.00,5.00,0.00,35.00,Partial,1/7/24,10.00,CAPTURED,Credit,VISA,bo@x.example
Main St,9003,803,3,1/16/24 7:00 PM,1/16/24 5:30 PM,Kim,15.00,0.00,0.00,15.00,,,,VOIDED,Credit,VISA,ada@x.example
Main St,9004,804,4,1/20/24 7:10 PM,1/20/24 6:30 PM,Kim,25.00,3.00,0.00,28.00,,,,CAPTURED,Credit,MC,ada@x.example
",
        Sales(2, 3, "65.00"),
    ),
    (
        "Clover: payments",
        TableKind::Transactions,
        "Payments.csv",
        "Payment Date,Payment ID,Order ID,Order Date,Tender,Result,Amount,Tax Amount,Tip Amount,Customer ID,Customer Name
05-Jan-2024 10:12 AM EST,P1,O1,05-Jan-2024 10:10 AM EST,Credit Card,SUCCESS,21.50,1.50,0.00,C1,Ada Elm
06-Jan-2024 11:12 AM EST,P2,O2,06-Jan-2024 11:10 AM EST,Credit Card,FAIL,11.00,1.00,0.00,C2,Bo Ash
07-Jan-2024 12:12 PM EST,P3,O3,07-Jan-2024 12:10 PM EST,Cash,SUCCESS,8.50,0.50,0.00,C2,Bo Ash
",
        Sales(2, 2, "30.00"),
    ),
    (
        "Lightspeed Retail: sales lines",
        TableKind::Transactions,
        "sales_lines.csv",
        "ID,Date,Description,Customer,Qty,Retail,Subtotal,Discount,Total,Cost,Profit,Sale ID
1,2024-01-05 10:00:00,Tea,Ada Elm,2,5.00,10.00,0.00,10.00,4.00,6.00,S1
2,2024-01-05 10:00:00,Cup,Ada Elm,1,8.00,8.00,0.80,7.20,3.00,4.20,S1
3,2024-02-05 10:00:00,Tea,Bo Ash,1,5.00,5.00,0.00,5.00,2.00,3.00,S2
4,2024-02-09 10:00:00,Tea,Ada Elm,3,5.00,15.00,0.00,15.00,6.00,9.00,S3
",
        Sales(2, 3, "37.20"),
    ),
    (
        "Loyverse: receipts",
        TableKind::Transactions,
        "receipts.csv",
        "Date,Receipt number,Receipt type,Gross sales,Discounts,Net sales,Taxes,Total collected,Cost of goods,Gross profit,Payment type,Description,POS,Store,Cashier name,Customer name,Customer contacts,Status
1/5/24 10:00 AM,1-1001,Sale,20.00,2.00,18.00,0.00,18.00,8.00,10.00,Card,1 x Tea,POS 1,Shop,Kim,Ada Elm,ada@x.example,Closed
1/25/24 10:00 AM,1-1002,Sale,30.00,0.00,30.00,0.00,30.00,9.00,21.00,Card,2 x Tea,POS 1,Shop,Kim,Bo Ash,bo@x.example,Closed
1/26/24 10:00 AM,1-1003,Refund,-30.00,0.00,-30.00,0.00,-30.00,-9.00,-21.00,Card,2 x Tea,POS 1,Shop,Kim,Bo Ash,bo@x.example,Closed
1/27/24 10:00 AM,1-1004,Sale,12.00,0.00,12.00,0.00,12.00,4.00,8.00,Cash,1 x Cup,POS 1,Shop,Kim,,,Closed
",
        Sales(2, 2, "18.00"),
    ),
    (
        "Zettle: sales without customers",
        TableKind::Transactions,
        "Zettle-Sales.csv",
        "Date,Time,Receipt number,VAT (20%),Total,Fee,Net,Payment method,Card issuer,Last digits,Staff,Description
2024-01-05,10:00,1001,2.00,12.00,0.21,11.79,Card,Visa,1234,Kim,Tea
2024-01-06,10:00,1002,2.00,12.00,0.21,11.79,Card,Visa,5678,Kim,Tea
",
        Asks("transactions.customer="),
    ),
    (
        "Etsy: sold orders",
        TableKind::Transactions,
        "EtsySoldOrders2024-1.csv",
        "Sale Date,Order ID,Buyer User ID,Full Name,First Name,Last Name,Number of Items,Payment Method,Date Shipped,Ship Country,Currency,Order Value,Coupon Code,Discount Amount,Shipping Discount,Shipping,Sales Tax,Order Total,Status,Card Processing Fees,Order Net,Order Type,SKU
01/05/24,3001,adaelm,Ada Elm,Ada,Elm,1,Credit Card,01/06/24,United States,USD,20.00,,0.00,0.00,5.00,0.00,25.00,,1.00,24.00,online,T1
01/15/24,3002,boash,Bo Ash,Bo,Ash,2,Credit Card,01/16/24,United States,USD,30.00,,3.00,0.00,5.00,0.00,32.00,,1.20,30.80,online,T2
02/05/24,3003,adaelm,Ada Elm,Ada,Elm,1,Credit Card,02/06/24,United States,USD,10.00,,0.00,0.00,5.00,0.00,15.00,,0.80,14.20,online,T1
",
        Sales(2, 3, "72.00"),
    ),
    (
        "eBay: orders report",
        TableKind::Transactions,
        "eBay-OrdersReport.csv",
        "\"Sales Record Number\",\"Order Number\",\"Buyer Username\",\"Buyer Name\",\"Buyer Email\",\"Item Number\",\"Item Title\",\"Quantity\",\"Sold For\",\"Shipping And Handling\",\"Total Price\",\"Payment Method\",\"Sale Date\",\"Paid On Date\"

\"101\",\"07-10001-1\",\"ada_e\",\"Ada Elm\",\"ada@x.example\",\"2551\",\"Tea\",\"1\",\"$10.00\",\"$2.00\",\"$12.00\",\"Card\",\"Jan-05-24\",\"Jan-05-24\"
\"102\",\"07-10001-2\",\"bo_a\",\"Bo Ash\",\"bo@x.example\",\"2552\",\"Cup\",\"2\",\"$8.00\",\"$3.00\",\"$19.00\",\"Card\",\"Jan-15-24\",\"Jan-15-24\"
\"103\",\"07-10001-3\",\"ada_e\",\"Ada Elm\",\"ada@x.example\",\"2551\",\"Tea\",\"1\",\"$10.00\",\"$2.00\",\"$12.00\",\"Card\",\"Feb-05-24\",\"Feb-05-24\"

\"3\",\"record(s) downloaded\",\"from Jan-01-24\",\"to Feb-28-24\"
\"Seller ID : shop\"
",
        Sales(2, 3, "43.00"),
    ),
    (
        "Otto Market: positions of orders",
        TableKind::Transactions,
        "otto_positionen.csv",
        "Bestellnummer;Bestelldatum;Kundennummer;Positions-ID;Artikelnummer;Artikelbezeichnung;Menge;Einzelpreis;Gesamtpreis;Währung;Status
bfd1;05.01.2024;K100;p1;A1;Tee;2;5,00;10,00;EUR;Versendet
bfd1;05.01.2024;K100;p2;A2;Tasse;1;8,50;8,50;EUR;Versendet
bfd2;15.01.2024;K200;p3;A1;Tee;1;5,00;5,00;EUR;Storniert
bfd3;25.02.2024;K200;p4;A1;Tee;3;5,00;15,00;EUR;Versendet
",
        Sales(2, 2, "33.50"),
    ),
    (
        "Mercado Livre: vendas",
        TableKind::Transactions,
        "vendas.csv",
        "N.º de venda;Data da venda;Estado;Unidades;Receita por produtos (BRL);Tarifa de venda e impostos;Total (BRL);Comprador
2000001;5 de janeiro de 2024 10:22 hs.;Entregue;1;R$ 100,00;R$ -16,00;R$ 84,00;Ada Elm
2000002;15 de janeiro de 2024 11:22 hs.;Cancelada pelo comprador;1;R$ 50,00;R$ -8,00;R$ 42,00;Bo Ash
2000003;20 de fevereiro de 2024 09:02 hs.;Entregue;2;R$ 1.200,50;R$ -180,00;R$ 1.020,50;Bo Ash
",
        Sales(2, 2, "1104.50"),
    ),
    (
        "Rakuten Ichiba: orders",
        TableKind::Transactions,
        "rakuten.csv",
        "注文番号,ステータス,注文日時,注文者氏名,注文者メールアドレス,商品名,単価,個数,請求金額
310001-1,発送済,2024/01/05 10:00:00,楡 愛,ada@x.example,茶,1000,2,2000
310001-2,キャンセル,2024/01/06 10:00:00,灰 帆,bo@x.example,茶,1000,1,1000
310001-3,発送済,2024/02/06 10:00:00,灰 帆,bo@x.example,碗,1500,1,1500
",
        Sales(2, 2, "3500.00"),
    ),
    (
        "Ecwid: order items",
        TableKind::Transactions,
        "orders.csv",
        "order_number;email;order_date;payment_status;fulfillment_status;sku;name;quantity;price;total
1;ada@x.example;2024-01-05 10:00:00 +0000;Paid;Shipped;T1;Tea;2;5.00;18.00
1;ada@x.example;2024-01-05 10:00:00 +0000;Paid;Shipped;C1;Cup;1;8.00;18.00
2;bo@x.example;2024-01-15 10:00:00 +0000;Cancelled;Will Not Deliver;T1;Tea;1;5.00;5.00
3;bo@x.example;2024-02-15 10:00:00 +0000;Paid;Shipped;T1;Tea;3;5.00;15.00
",
        Sales(2, 2, "33.00"),
    ),
    (
        "PrestaShop: grid of orders",
        TableKind::Transactions,
        "order_2024.csv",
        "ID;Reference;\"New client\";Delivery;Customer;Total;Payment;Status;Date
7;UOYEVOLI1;1;Germany;\"A. Elm\";€45.90;\"Bank transfer\";\"Payment accepted\";\"2024-01-05 10:00:00\"
8;UOYEVOLI2;1;Germany;\"B. Ash\";€20.00;\"Bank transfer\";Canceled;\"2024-01-15 10:00:00\"
9;UOYEVOLI3;0;Germany;\"A. Elm\";€14.10;\"Bank transfer\";Delivered;\"2024-02-05 10:00:00\"
10;UOYEVOLI4;1;Germany;\"B. Ash\";€30.00;\"Bank transfer\";\"Awaiting bank wire payment\";\"2024-02-06 10:00:00\"
",
        Sales(1, 2, "60.00"),
    ),
    (
        "Shopware 6: orders",
        TableKind::Transactions,
        "order.csv",
        "id;order_number;order_date_time;order_customer_email;order_customer_first_name;amount_total;amount_net;shipping_total;state;transactions_state
0af1;10001;2024-01-05T10:00:00.000+00:00;ada@x.example;Ada;119.00;100.00;0;completed;paid
0af2;10002;2024-01-15T10:00:00.000+00:00;bo@x.example;Bo;59.50;50.00;0;cancelled;cancelled
0af3;10003;2024-02-15T10:00:00.000+00:00;ada@x.example;Ada;11.90;10.00;0;completed;paid
",
        Sales(1, 2, "130.90"),
    ),
    (
        "Wix: orders",
        TableKind::Transactions,
        "Orders.csv",
        "Order number,Date created,Time,Total order quantity,Contact email,Item,SKU,Qty,Quantity refunded,Price,Payment status,Payment method,Coupon code,Shipping rate,Total tax,Total,Currency,Refunded amount,Net amount
10001,\"Jan 5, 2024\",10:00 AM,1,ada@x.example,Tea,T1,1,0,20.00,Paid,Card,,5.00,0.00,25.00,USD,0.00,25.00
10002,\"Jan 15, 2024\",10:00 AM,1,bo@x.example,Cup,C1,1,1,30.00,Partially refunded,Card,,5.00,0.00,35.00,USD,30.00,5.00
10003,\"Feb 5, 2024\",10:00 AM,1,ada@x.example,Tea,T1,1,0,20.00,Unpaid,Card,,5.00,0.00,25.00,USD,0.00,25.00
",
        Sales(2, 2, "30.00"),
    ),
    (
        "Squarespace: orders",
        TableKind::Transactions,
        "orders.csv",
        "Order ID,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Amount Refunded,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name
00001,ada@x.example,PAID,2024-01-05 10:00:00 -0500,FULFILLED,,USD,18.00,0.00,0.00,0.00,18.00,,0.00,,2024-01-05 10:00:00 -0500,2,Tea,5.00,T1,Ada Elm
00001,,,,,,,,,,,,,,,,1,Cup,8.00,C1,
00002,bo@x.example,REFUNDED,2024-01-15 10:00:00 -0500,FULFILLED,,USD,8.00,0.00,0.00,8.00,8.00,,0.00,,2024-01-15 10:00:00 -0500,1,Cup,8.00,C1,Bo Ash
00003,ada@x.example,PAID,2024-02-05 10:00:00 -0500,PENDING,,USD,15.00,5.00,0.00,0.00,20.00,,0.00,,2024-02-05 10:00:00 -0500,3,Tea,5.00,T1,Ada Elm
",
        Sales(2, 2, "38.00"),
    ),
    (
        "WooCommerce Analytics: orders",
        TableKind::Transactions,
        "orders.csv",
        "Date,\"Order #\",\"N. Revenue (formatted)\",Status,Customer,\"Customer type\",Product(s),\"Items sold\",Coupon(s),\"N. Revenue\",Attribution
\"2024-01-05 10:00:00\",101,$20.00,completed,\"Ada Elm\",new,\"1× Tea\",1,,20,Direct
\"2024-01-15 10:00:00\",102,$30.00,completed,\"Bo Ash\",new,\"1× Cup\",1,,30,Direct
\"2024-02-05 10:00:00\",103,$15.50,processing,\"Ada Elm\",returning,\"1× Tea\",1,,15.5,Direct
",
        Sales(2, 3, "65.50"),
    ),
    (
        "bol.com: bestellingen",
        TableKind::Transactions,
        "bestellingen.csv",
        "Bestelnummer;Besteldatum;Klantnummer;Artikel;Aantal;Stukprijs;Totaalbedrag;Status
C0001;5-1-2024;K1;Thee;2;5,00;10,00;Verzonden
C0002;15-1-2024;K2;Kop;1;8,00;8,00;Geannuleerd
C0003;25-2-2024;K1;Thee;1;5,00;5,00;Verzonden
",
        Sales(1, 2, "15.00"),
    ),
];
/// Payment systems and books.
const PAYMENTS: &[Form] = &[
    (
        "PayPal: activity",
        TableKind::Transactions,
        "Download.CSV",
        "\"Date\",\"Time\",\"TimeZone\",\"Name\",\"Type\",\"Status\",\"Currency\",\"Gross\",\"Fee\",\"Net\",\"From Email Address\",\"To Email Address\",\"Transaction ID\",\"Reference Txn ID\",\"Balance\",\"Balance Impact\"
\"1/5/2024\",\"10:00:00\",\"PST\",\"Ada Elm\",\"Express Checkout Payment\",\"Completed\",\"USD\",\"25.00\",\"-1.03\",\"23.97\",\"ada@x.example\",\"shop@y.example\",\"T1\",\"\",\"23.97\",\"Credit\"
\"1/15/2024\",\"10:00:00\",\"PST\",\"Bo Ash\",\"Express Checkout Payment\",\"Completed\",\"USD\",\"1,035.00\",\"-30.00\",\"1,005.00\",\"bo@x.example\",\"shop@y.example\",\"T2\",\"\",\"1,028.97\",\"Credit\"
\"1/16/2024\",\"10:00:00\",\"PST\",\"Bo Ash\",\"Payment Refund\",\"Completed\",\"USD\",\"-35.00\",\"0.00\",\"-35.00\",\"shop@y.example\",\"bo@x.example\",\"T3\",\"T2\",\"993.97\",\"Debit\"
\"1/17/2024\",\"10:00:00\",\"PST\",\"\",\"General Withdrawal\",\"Completed\",\"USD\",\"-900.00\",\"0.00\",\"-900.00\",\"shop@y.example\",\"\",\"T4\",\"\",\"93.97\",\"Debit\"
\"1/18/2024\",\"10:00:00\",\"PST\",\"Ada Elm\",\"Express Checkout Payment\",\"Denied\",\"USD\",\"99.00\",\"0.00\",\"99.00\",\"ada@x.example\",\"shop@y.example\",\"T5\",\"\",\"93.97\",\"Credit\"
",
        Sales(2, 2, "1025.00"),
    ),
    (
        "Adyen: received payments",
        TableKind::Transactions,
        "received_payments_report.csv",
        "Company Account,Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Currency,Amount,Type,Risk Scoring,Shopper Name,Shopper Email,Shopper Reference,Status
Shop,ShopEU,881,O-1,visa,2024-01-05 10:00:00,CET,EUR,25.00,Payment,0,Ada Elm,ada@x.example,S1,SentForSettle
Shop,ShopEU,882,O-2,mc,2024-01-15 10:00:00,CET,EUR,35.00,Payment,0,Bo Ash,bo@x.example,S2,Refused
Shop,ShopEU,883,O-3,mc,2024-02-15 10:00:00,CET,EUR,45.00,Payment,0,Bo Ash,bo@x.example,S2,SentForSettle
",
        Sales(2, 2, "70.00"),
    ),
    (
        "Mollie: payments",
        TableKind::Transactions,
        "mollie-payments.csv",
        "Date,Payment method,Currency,Amount,Status,ID,Description,Consumer name,Consumer bank account,Consumer BIC,Settlement currency,Settlement amount,Settlement reference,Amount refunded
2024-01-05 10:00:00,iDEAL,EUR,25.00,paid,tr_1,Order 1,A Elm,NL00BANK1,BANKNL2A,EUR,25.00,1.2401.01,0.00
2024-01-15 10:00:00,iDEAL,EUR,35.00,expired,tr_2,Order 2,,,,,,,0.00
2024-01-16 10:00:00,iDEAL,EUR,35.00,paid,tr_3,Order 2,B Ash,NL00BANK2,BANKNL2A,EUR,35.00,1.2401.01,5.00
2024-02-05 10:00:00,iDEAL,EUR,15.00,paid,tr_4,Order 3,A Elm,NL00BANK1,BANKNL2A,EUR,15.00,1.2402.01,0.00
",
        Sales(2, 3, "70.00"),
    ),
    (
        "Paddle: transactions",
        TableKind::Transactions,
        "transactions.csv",
        "transaction_id,status,created_at,billed_at,customer_id,customer_email,subscription_id,origin,currency_code,subtotal,tax,total
txn_1,completed,2024-01-05T10:00:00Z,2024-01-05T10:00:05Z,ctm_1,ada@x.example,sub_1,subscription_recurring,USD,20.00,4.00,24.00
txn_2,canceled,2024-01-15T10:00:00Z,,ctm_2,bo@x.example,,web,USD,30.00,6.00,36.00
txn_3,completed,2024-02-05T10:00:00Z,2024-02-05T10:00:05Z,ctm_1,ada@x.example,sub_1,subscription_recurring,USD,20.00,4.00,24.00
",
        Sales(1, 2, "48.00"),
    ),
    (
        "Braintree: transaction search",
        TableKind::Transactions,
        "transaction_search.csv",
        "Transaction ID,Transaction Type,Transaction Status,Created Datetime,Created Timezone,Settlement Date,Settlement Currency ISO Code,Amount Authorized,Amount Submitted For Settlement,Tax Amount,Payment Instrument Type,Customer ID,Customer First Name,Customer Email,Refunded Transaction ID
b1,sale,settled,01/05/2024 10:00:00,UTC,01/06/2024,USD,25.00,25.00,0.00,Credit Card,c1,Ada,ada@x.example,
b2,sale,processor_declined,01/15/2024 10:00:00,UTC,,USD,35.00,,0.00,Credit Card,c2,Bo,bo@x.example,
b3,sale,settled,01/16/2024 10:00:00,UTC,01/17/2024,USD,35.00,35.00,0.00,Credit Card,c2,Bo,bo@x.example,
b4,credit,settled,01/20/2024 10:00:00,UTC,01/21/2024,USD,10.00,10.00,0.00,Credit Card,c2,Bo,bo@x.example,b3
",
        Sales(2, 2, "50.00"),
    ),
    (
        "GoCardless: payments",
        TableKind::Transactions,
        "payments.csv",
        "id,created_at,charge_date,amount,amount_refunded,currency,status,description,reference,customers.id,customers.email
PM1,2024-01-05T10:00:00.000Z,2024-01-10,25.00,0.00,GBP,paid_out,,R1,CU1,ada@x.example
PM2,2024-01-15T10:00:00.000Z,2024-01-20,35.00,0.00,GBP,failed,,R2,CU2,bo@x.example
PM3,2024-02-05T10:00:00.000Z,2024-02-10,25.00,5.00,GBP,confirmed,,R3,CU1,ada@x.example
",
        Sales(1, 2, "45.00"),
    ),
    (
        "Stripe: invoices",
        TableKind::Transactions,
        "invoices.csv",
        "id,Amount Due,Amount Paid,Billing,Closed,Currency,Customer,Date (UTC),Due Date (UTC),Number,Paid,Subscription,Subtotal,Total Discount Amount,Applied Coupons,Tax,Total,Status
in_1,20.00,20.00,charge_automatically,TRUE,usd,cus_1,2024-01-05 10:00,,A-1,TRUE,sub_1,20.00,0.00,,0.00,20.00,paid
in_2,30.00,0.00,charge_automatically,TRUE,usd,cus_2,2024-01-15 10:00,,A-2,FALSE,sub_2,30.00,0.00,,0.00,30.00,void
in_3,30.00,0.00,charge_automatically,TRUE,usd,cus_2,2024-01-16 10:00,,A-3,FALSE,sub_2,30.00,0.00,,0.00,30.00,uncollectible
in_4,20.00,20.00,charge_automatically,TRUE,usd,cus_1,2024-02-05 10:00,,A-4,TRUE,sub_1,20.00,0.00,,0.00,20.00,paid
",
        Sales(1, 2, "40.00"),
    ),
    (
        "Xero: invoices and credit notes",
        TableKind::Transactions,
        "SalesInvoices.csv",
        "ContactName,EmailAddress,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,Description,Quantity,UnitAmount,LineAmount,Currency,Type,Status
Ada Elm,ada@x.example,INV-1,,05/01/2024,19/01/2024,30.00,0.00,30.00,0.00,Tea,2,10.00,20.00,GBP,Sales invoice,Paid
Ada Elm,ada@x.example,INV-1,,05/01/2024,19/01/2024,30.00,0.00,30.00,0.00,Cup,1,10.00,10.00,GBP,Sales invoice,Paid
Bo Ash,bo@x.example,INV-2,,15/01/2024,29/01/2024,50.00,0.00,50.00,0.00,Tea,5,10.00,50.00,GBP,Sales invoice,Paid
Bo Ash,bo@x.example,CN-1,,16/01/2024,16/01/2024,10.00,0.00,10.00,0.00,Tea,1,10.00,10.00,GBP,Sales credit note,Paid
Ada Elm,ada@x.example,INV-3,,20/01/2024,29/01/2024,90.00,0.00,0.00,0.00,Tea,9,10.00,90.00,GBP,Sales invoice,Voided
",
        Sales(2, 2, "70.00"),
    ),
    (
        "QuickBooks Online: invoices",
        TableKind::Transactions,
        "invoices.csv",
        "Invoice No,Customer,Invoice Date,Due Date,Terms,Memo,Item(Product/Service),Item Description,Item Quantity,Item Rate,Item Amount
1001,Ada Elm,01/05/2024,02/04/2024,Net 30,,Tea,Tea,2,10.00,20.00
1001,Ada Elm,01/05/2024,02/04/2024,Net 30,,Cup,Cup,1,8.00,8.00
1002,Bo Ash,01/15/2024,02/14/2024,Net 30,,Tea,Tea,1,10.00,10.00
",
        Sales(2, 2, "38.00"),
    ),
    (
        "Zoho Books: invoices",
        TableKind::Transactions,
        "Invoice.csv",
        "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer ID,Customer Name,Currency Code,Item Name,Quantity,Item Price,Item Total,SubTotal,Total,Balance
2024-01-05,9001,INV-1,Closed,501,Ada Elm,USD,Tea,2,10.00,20.00,28.00,28.00,0.00
2024-01-05,9001,INV-1,Closed,501,Ada Elm,USD,Cup,1,8.00,8.00,28.00,28.00,0.00
2024-01-15,9002,INV-2,Void,502,Bo Ash,USD,Tea,1,10.00,10.00,10.00,10.00,0.00
2024-02-15,9003,INV-3,Closed,502,Bo Ash,USD,Tea,1,10.00,10.00,10.00,10.00,0.00
",
        Sales(2, 2, "38.00"),
    ),
    (
        "NetSuite: transaction search",
        TableKind::Transactions,
        "TransactionSearchResults.csv",
        "Date,Type,Document Number,Name,Status,Amount (Net)
1/5/2024,Invoice,INV1,C1 Ada Elm,Paid In Full,\"1,000.00\"
1/15/2024,Invoice,INV2,C2 Bo Ash,Paid In Full,500.00
1/25/2024,Credit Memo,CM1,C2 Bo Ash,Fully Applied,-100.00
2/5/2024,Invoice,INV3,C1 Ada Elm,Paid In Full,50.00
Overall Total,,,,,\"1,450.00\"
",
        Asks("transactions.customer="),
    ),
    (
        "Dynamics 365 Business Central: posted sales invoices",
        TableKind::Transactions,
        "Posted Sales Invoices.csv",
        "No.;Sell-to Customer No.;Sell-to Customer Name;Posting Date;Due Date;Amount;Amount Including VAT;Remaining Amount;Location Code;Closed;Cancelled
103001;10000;Ada Elm;05.01.2024;19.01.2024;100,00;119,00;0,00;;Yes;No
103002;20000;Bo Ash;15.01.2024;29.01.2024;200,00;238,00;0,00;;Yes;No
103003;10000;Ada Elm;05.02.2024;19.02.2024;50,00;59,50;0,00;;Yes;No
",
        Sales(2, 3, "350.00"),
    ),
    (
        "SAP SD: billing documents",
        TableKind::Transactions,
        "VF05N.txt",
        "Billing Document\tSold-to party\tBilling Date\tNet value\tDocument Currency\tBilling type
90000001\t0000100001\t05.01.2024\t1.250,00\tEUR\tF2
90000002\t0000100002\t15.01.2024\t480,50\tEUR\tF2
90000003\t0000100002\t25.01.2024\t80,50-\tEUR\tRE
",
        Sales(2, 2, "1650.00"),
    ),
    (
        "DATEV: booking batch, whose days have no year",
        TableKind::Transactions,
        "EXTF_Buchungsstapel.csv",
        "\"EXTF\";700;21;\"Buchungsstapel\";13;20240301000000000;;\"RE\";\"\";\"\";1001;1;20240101;4;20240101;20240131
Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Konto;Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;Buchungstext
119,00;\"S\";\"EUR\";;10001;8400;;0501;\"R1\";\"Elm\"
238,00;\"S\";\"EUR\";;10002;8400;;1501;\"R2\";\"Ash\"
",
        Asks("transactions."),
    ),
    (
        "Klaviyo: Placed Order",
        TableKind::Transactions,
        "placed_order.csv",
        "Email,Timestamp,Value,Metric
ada@x.example,2024-01-05 10:00:00+00:00,25.00,Placed Order
bo@x.example,2024-01-15 10:00:00+00:00,35.00,Placed Order
ada@x.example,2024-02-05 10:00:00+00:00,15.00,Placed Order
",
        Sales(2, 3, "75.00"),
    ),
    (
        "Segment warehouse: order_completed",
        TableKind::Transactions,
        "order_completed.csv",
        "id,received_at,event,event_text,user_id,anonymous_id,order_id,revenue,total,currency
e1,2024-01-05 10:00:00,order_completed,Order Completed,u1,a-1,o1,20.00,25.00,USD
e2,2024-01-15 10:00:00,order_completed,Order Completed,u2,a-2,o2,30.00,35.00,USD
e3,2024-02-05 10:00:00,order_completed,Order Completed,u1,a-3,o3,10.00,15.00,USD
",
        Sales(2, 3, "60.00"),
    ),
];
/// Contracts, points, members, answers.
const OTHERS: &[Form] = &[
    (
        "Recurly: subscriptions",
        TableKind::Subscriptions,
        "subscriptions.csv",
        "subscription_id,account_code,state,plan_code,plan_interval_length,plan_interval_unit,quantity,unit_amount,currency,activated_at,canceled_at,expires_at,trial_started_at,trial_ends_at
s1,acc1,active,gold,12,months,1,120.00,USD,2023-01-05 00:00:00 UTC,,,,
s2,acc2,expired,silver,1,months,1,10.00,USD,2023-01-05 00:00:00 UTC,2023-06-01 00:00:00 UTC,2023-06-05 00:00:00 UTC,,
s3,acc3,active,silver,1,months,3,10.00,USD,2023-03-05 00:00:00 UTC,,,,
",
        Contracts(3, "40.00"),
    ),
    (
        "Zuora: subscriptions with MRR",
        TableKind::Subscriptions,
        "zuora.csv",
        "Subscription: Name,Account: Account Number,Subscription: Status,Subscription: Subscription Start Date,Subscription: Subscription End Date,Rate Plan Charge: MRR
A-S1,A1,Active,2023-01-05,,100.00
A-S2,A2,Cancelled,2023-01-05,2023-09-05,50.00
A-S3,A3,Active,2023-02-05,,25.00
",
        Contracts(3, "125.00"),
    ),
    (
        "Chargify: subscriptions",
        TableKind::Subscriptions,
        "chargify.csv",
        "subscription_id,customer_reference,state,product_handle,mrr,activated_at,canceled_at
1,c1,active,basic,29.00,2023-01-05,
2,c2,canceled,basic,29.00,2023-01-05,2023-04-05
3,c3,active,pro,99.00,2023-02-05,
",
        Contracts(3, "128.00"),
    ),
    (
        "Annex Cloud: activities",
        TableKind::PointsLedger,
        "activities.csv",
        "Member Email,Activity,Activity Date,Credit Points,Debit Points
ada@x.example,Purchase,2024-01-05,100,0
bo@x.example,Purchase,2024-01-15,50,0
ada@x.example,Reward redemption,2024-02-05,0,80
",
        Points(15_000, 8_000, 0),
    ),
    (
        "Antavo: point history",
        TableKind::PointsLedger,
        "points.csv",
        "customer,timestamp,action,points
c1,2024-01-05T10:00:00+00:00,checkout,100
c2,2024-01-15T10:00:00+00:00,checkout,50
c1,2024-02-05T10:00:00+00:00,reward,-80
c2,2024-03-05T10:00:00+00:00,point_expiry,-50
",
        Points(15_000, 8_000, 5_000),
    ),
    (
        "Punchh: points activity",
        TableKind::PointsLedger,
        "punchh.csv",
        "user_id,event_type,points_earned,points_redeemed,points_expired,event_date
11,checkin,100,0,0,01/05/2024
12,checkin,50,0,0,01/15/2024
11,redemption,0,80,0,02/25/2024
12,expiry,0,0,50,03/05/2024
",
        Points(15_000, 8_000, 5_000),
    ),
    (
        "LoyaltyLion: activities",
        TableKind::PointsLedger,
        "activities.csv",
        "id,customer_id,customer_email,name,state,points,created_at
1,71,ada@x.example,$purchase,approved,100,2024-01-05 10:00:00
2,72,bo@x.example,$purchase,approved,50,2024-01-15 10:00:00
3,71,ada@x.example,reward claimed,approved,-80,2024-02-05 10:00:00
",
        Points(15_000, 8_000, 0),
    ),
    (
        "Yotpo Loyalty: points history",
        TableKind::PointsLedger,
        "points.csv",
        "Customer Email,Action,Points,Date
ada@x.example,Made a Purchase,100,01/05/2024
bo@x.example,Made a Purchase,50,01/15/2024
ada@x.example,Redeemed a Coupon,-80,02/25/2024
bo@x.example,Points Expired,-50,03/25/2024
",
        Points(15_000, 8_000, 5_000),
    ),
    (
        "Shopify: customers",
        TableKind::Members,
        "customers_export.csv",
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Country Code,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags
'7001,Ada,Elm,ada@x.example,yes,,US,,no,120.00,4,,no,vip
'7002,Bo,Ash,bo@x.example,no,,US,,no,20.00,1,,no,
",
        Members(2),
    ),
    (
        "Freshdesk: satisfaction ratings",
        TableKind::Voc,
        "satisfaction.csv",
        "Ticket ID,Subject,Contact Email,Agent,Survey,Rating,Feedback,Created At
1,Late,ada@x.example,Kim,CSAT,5,Great,2024-01-05 10:00:00
2,Broken,bo@x.example,Kim,CSAT,1,Poor,2024-01-15 10:00:00
",
        Answers(2, 600),
    ),
    (
        "Intercom: conversation ratings",
        TableKind::Voc,
        "ratings.csv",
        "Conversation ID,Rated at,Rating,Remark,Teammate,User name,User email
1,2024-01-05 10:00,5,Great,Kim,Ada Elm,ada@x.example
2,2024-01-15 10:00,2,Slow,Kim,Bo Ash,bo@x.example
3,2024-01-25 10:00,4,,Kim,Bo Ash,bo@x.example
",
        Answers(3, 1_100),
    ),
    (
        "Google Forms: answers",
        TableKind::Voc,
        "answers.csv",
        "Timestamp,Email Address,How likely are you to recommend us to a friend?,What could we do better?
2024/01/05 10:00:00 AM GMT+1,ada@x.example,9,Nothing
2024/01/15 10:00:00 AM GMT+1,bo@x.example,3,Delivery
",
        Answers(2, 1_200),
    ),
    (
        "Qualtrics: three rows of heading",
        TableKind::Voc,
        "qualtrics.csv",
        "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,RecipientEmail,Q1_NPS_GROUP,Q1,Q2
Start Date,End Date,Response Type,Progress,Finished,Recorded Date,Response ID,Recipient Email,How likely are you to recommend us? - Group,How likely are you to recommend us?,Why?
\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"endDate\"\"}\",\"{\"\"ImportId\"\":\"\"status\"\"}\",\"{\"\"ImportId\"\":\"\"progress\"\"}\",\"{\"\"ImportId\"\":\"\"finished\"\"}\",\"{\"\"ImportId\"\":\"\"recordedDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"recipientEmail\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_NPS_GROUP\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_TEXT\"\"}\"
2024-01-05 10:00:00,2024-01-05 10:02:00,IP Address,100,True,2024-01-05 10:02:00,R_1,ada@x.example,Promoter,9,Good tea
2024-01-15 10:00:00,2024-01-15 10:02:00,IP Address,100,True,2024-01-15 10:02:00,R_2,bo@x.example,Detractor,3,Late
2024-01-25 10:00:00,2024-01-25 10:02:00,IP Address,100,True,2024-01-25 10:02:00,R_3,cy@x.example,Passive,7,Fine
",
        Answers(3, 1_900),
    ),
];

/// What a form gave, in words; an error is the refusal.
fn given(kind: TableKind, name: &str, text: &str) -> Result<Extract, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("a file");
    let request = IntakeRequest { inputs: vec![(kind, vec![path.display().to_string()])], ..IntakeRequest::default() };
    let files = Files { request, whole_histories: None, spend_per_point: None };
    let as_of = matches!(kind, TableKind::Members).then(|| "2026-11-28".parse().expect("a day"));
    files.extract(&Ask { as_of, ..Ask::on("2026-11-28".parse().expect("a day")) }, &|| false).map(|e| e.extract).map_err(|e| e.to_string())
}
fn right(want: &Want, got: &Result<Extract, String>) -> Result<(), String> {
    let e = match (want, got) {
        (Asks(words), Err(told)) => return if told.contains(words) { Ok(()) } else { Err(format!("asks for something else: {told}")) },
        (_, Err(told)) => return Err(told.clone()),
        (Asks(_), Ok(e)) => return Err(format!("it was read: {:?}", e.tables)),
        (_, Ok(e)) => e,
    };
    let (wanted, found) = match want {
        Sales(customers, orders, net) => {
            let t = e.transactions.as_ref().map(|t| format!("{} customers, {} orders, {}", t.customers, t.orders, t.gross + t.refunds));
            (format!("{customers} customers, {orders} orders, {net}"), t)
        }
        Contracts(all, mrr) => {
            let s = e.subscriptions.as_ref().map(|s| format!("{} contracts, {} a month", s.subscriptions, s.mrr));
            (format!("{all} contracts, {mrr} a month"), s)
        }
        Points(earned, redeemed, expired) => {
            let of = |l: &loyalty_model::extract::LedgerFacts| {
                let sum = |f: fn(&loyalty_model::extract::LedgerMonth) -> i64| l.months.iter().map(f).sum::<i64>();
                format!("{} earned, {} redeemed, {} expired", sum(|m| m.earned), sum(|m| m.redeemed), sum(|m| m.expired))
            };
            (format!("{earned} earned, {redeemed} redeemed, {expired} expired"), e.ledger.as_ref().map(of))
        }
        Answers(n, sum) => {
            let of = |v: &loyalty_model::extract::VoiceFacts| {
                let rated: u64 = v.scores.iter().map(|s| s.1).sum();
                format!("{rated} answers, {}", v.scores.iter().map(|s| i64::from(s.0) * s.1 as i64).sum::<i64>())
            };
            (format!("{n} answers, {sum}"), e.voice.as_ref().map(of))
        }
        Members(n) => (format!("{n} members"), e.members.as_ref().map(|m| format!("{} members", m.members))),
        Asks(_) => unreachable!("judged above"),
    };
    if found.as_ref() == Some(&wanted) { Ok(()) } else { Err(format!("wanted {wanted}; got {found:?}; {:?}", e.tables)) }
}
#[test]
fn forms_that_nobody_listed_are_read_right_or_asked_about() {
    let forms: Vec<&Form> = SHOPS.iter().chain(PAYMENTS).chain(OTHERS).collect();
    assert!(forms.len() >= 40, "only {} forms", forms.len());
    let mut wrong = String::new();
    for (name, kind, file, text, want) in forms {
        if let Err(why) = right(want, &given(*kind, file, text)) {
            let _ = writeln!(wrong, "{name}: {why}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
