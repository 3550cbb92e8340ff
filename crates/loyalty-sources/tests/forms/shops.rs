//! Points of sale and shops.
use super::{Form, Want::*};
use loyalty_sources::intake::TableKind;

pub const SHOPS: &[Form] = &[
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
