//! Which column is what: by name, in tiers of synonyms; where two fit equally, a person decides.
use super::{Ask, IntakeError, Kind};
use loyalty_model::extract::ColumnUse;
use std::str::FromStr;

/// The input tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableKind {
    /// Orders.
    Transactions,
    /// Subscriptions.
    Subscriptions,
    /// Product usage.
    Usage,
    /// Voice of customer.
    Voc,
    /// Members.
    Members,
    /// Points ledger.
    PointsLedger,
    /// Reward catalogue.
    Rewards,
}
impl TableKind {
    /// The word of the flag.
    pub const fn word(self) -> &'static str {
        match self {
            TableKind::Transactions => "transactions",
            TableKind::Subscriptions => "subscriptions",
            TableKind::Usage => "usage",
            TableKind::Voc => "voc",
            TableKind::Members => "members",
            TableKind::PointsLedger => "points-ledger",
            TableKind::Rewards => "rewards",
        }
    }
}
impl FromStr for TableKind {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        use TableKind::*;
        [Transactions, Subscriptions, Usage, Voc, Members, PointsLedger, Rewards].into_iter().find(|k| k.word() == s).ok_or(())
    }
}

const CUSTOMER: &str =
    "customerid,customer,custid,customernumber,clientid,client,householdid,loyaltynumber,memberid,member,accountid,account,userid,user,customeremail,email";
/// Canonical columns of a table: name, synonyms (best first; equal ranks are separated by `=`), needed.
type Canonical = (&'static str, &'static str, bool);

fn canonical(kind: TableKind) -> &'static [Canonical] {
    const TIME: &str = "orderdate,invoicedate,transactiondate,purchasedate,transactiontimestamp,createdat,orderedat,date,time,timestamp,day,datetime";
    match kind {
        TableKind::Transactions => &[
            ("customer", CUSTOMER, true),
            ("time", TIME, false),
            ("year", "year", false),
            ("month", "month", false),
            ("order", "orderid,invoiceno,invoice,ordernumber,basketid,transactionid,receiptid,order", false),
            ("amount", "amount,netamount,salesvalue,dollarvalue,revenue,linetotal,ordertotal,totalprice,total,spend,value,sales", false),
            ("quantity", "quantity,qty,units", false),
            ("price", "unitprice,price,itemprice", false),
            ("currency", "currency,currencycode", false),
        ],
        TableKind::Subscriptions => &[
            ("customer", CUSTOMER, true),
            ("subscription", "subscriptionid,contractid,subscription", false),
            ("start", "startdate,start,startedat,createdat,subscriptionstart", false),
            ("end", "enddate,end,endedat,canceledat,cancelledat,subscriptionend", false),
            ("tenure", "tenure,tenuremonths,monthsactive", false),
            ("ended", "churnflag,churn,churned,ended,cancelled,canceled", false),
            ("mrr", "mrramount,mrr,monthlycharges,monthlyrevenue,monthlyprice,amount", true),
            ("plan", "plantier,plan,contract,product,planname", false),
            ("trial", "istrial,trial", false),
            ("billing", "billingfrequency,billing,contract,term,billingmonths", false),
        ],
        TableKind::Usage => &[
            ("customer", CUSTOMER, false),
            ("subscription", "subscriptionid", false),
            ("time", "usagedate,eventdate,date,time,timestamp,day,redemptiondate", true),
            ("feature", "featurename,feature,event,eventname,action,campaignid", true),
            ("count", "usagecount,count,uses,events,quantity", false),
            ("id", "usageid,eventid", false),
        ],
        TableKind::Voc => &[
            ("customer", CUSTOMER, false),
            ("time", "date,surveydate,submittedat,reviewdate,churndate,createdat,answeredat,day", false),
            ("score", "overallrating,satisfactionscore,nps,score,rating,csat", false),
            ("text", "content,comment,feedbacktext,text,review,feedback,answer,verbatim", false),
            ("theme", "reasoncode,theme,category,reason,topic", false),
            ("left", "left,churned,churndate", false),
        ],
        TableKind::Members => &[
            ("customer", CUSTOMER, true),
            ("joined", "joined,joindate,signupdate,enrolledat,enrollmentdate,createdat", false),
            ("joinedyear", "enrollmentyear", false),
            ("joinedmonth", "enrollmentmonth", false),
            ("leftyear", "cancellationyear", false),
            ("leftmonth", "cancellationmonth", false),
            ("left", "left,leftdate,cancellationdate", false),
            ("tier", "tier,loyaltycard,level,status", false),
            ("segment", "segment,plantier,industry,incomegroup,income,customersegment", false),
            ("place", "province,state,region,place,country", false),
            ("consent", "emailconsent,emailoptin,marketingconsent,consent,newsletter", false),
            ("referredby", "referredby,referrer,referrerid", false),
        ],
        TableKind::PointsLedger => &[
            ("customer", CUSTOMER, true),
            ("time", "date,day,time,timestamp,postedat", false),
            ("year", "year", false),
            ("month", "month", false),
            ("earned", "pointsaccumulated,earned,pointsearned,pointsissued,issued", false),
            ("redeemed", "pointsredeemed,redeemed,burned,pointsspent", false),
            ("expired", "pointsexpired,expired", false),
            ("cost", "dollarcostpointsredeemed,cost,redemptioncost", false),
            ("id", "entryid,ledgerid", false),
        ],
        TableKind::Rewards => &[
            ("name", "name,reward,rewardname,title", true),
            ("points", "pointsprice,points,price", true),
            ("value", "value,retailvalue", false),
            ("cost", "unitcost,cost", false),
        ],
    }
}
/// Where a canonical column stands in the list of its table.
pub fn place_of(kind: TableKind, name: &str) -> usize {
    canonical(kind).iter().position(|c| c.0 == name).unwrap_or(usize::MAX)
}
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Position of each canonical column in a file.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    found: Vec<(&'static str, usize)>,
    /// For the quality record.
    pub uses: Vec<ColumnUse>,
}
impl Columns {
    /// The position of a column.
    pub fn at(&self, name: &str) -> Option<usize> {
        self.found.iter().find(|(n, _)| *n == name).map(|(_, at)| *at)
    }
}

/// Recognises the columns of a file. Public so that `init` can show what it would read.
///
/// # Errors
/// A needed column that is missing, two that fit equally, or a map that names nothing.
pub fn recognised(kind: TableKind, path: &str, header: &[String], maps: &[(TableKind, String, String)]) -> Result<Columns, IntakeError> {
    let mut out = Columns::default();
    let names: Vec<String> = header.iter().map(|h| plain(h)).collect();
    for (table, name, _) in maps.iter().filter(|m| m.0 == kind) {
        if !canonical(kind).iter().any(|c| c.0 == name) {
            let known: Vec<&str> = canonical(kind).iter().map(|c| c.0).collect();
            return Err(IntakeError::new(
                Kind::BadMap,
                format!("--map {}.{name}", table.word()),
                format!("{} has no column {name:?}", table.word()),
                "Only its own columns can be mapped",
                format!("map one of {}", known.join(", ")),
            ));
        }
    }
    for (name, synonyms, needed) in canonical(kind) {
        if let Some((_, _, column)) = maps.iter().find(|m| m.0 == kind && m.1 == *name) {
            let at = header.iter().position(|h| h == column).or_else(|| names.iter().position(|n| *n == plain(column) && !n.is_empty()));
            let at = at.or_else(|| column.strip_prefix('#').and_then(|n| n.parse::<usize>().ok()).filter(|n| (1..=header.len()).contains(n)).map(|n| n - 1));
            let Some(at) = at else {
                return Err(IntakeError::new(
                    Kind::BadMap,
                    path,
                    format!("there is no column {column:?}"),
                    "The map names it",
                    format!("name one of {}", header.join(", ")),
                ));
            };
            out.put(name, at, header, "map");
            continue;
        }
        let mut hits: Vec<usize> = vec![];
        for word in synonyms.split(',') {
            hits = names.iter().enumerate().filter(|(_, n)| *n == word).map(|(i, _)| i).collect();
            if !hits.is_empty() {
                break;
            }
        }
        match hits[..] {
            [] if *needed => {
                return Err(IntakeError::new(
                    Kind::MissingColumn,
                    path,
                    format!("no column was recognised as {name}"),
                    format!("Its columns are {}", header.join(", ")),
                    format!(
                        "say which one it is: --map {}.{name}=COLUMN{}",
                        kind.word(),
                        if header.first().is_some_and(|h| h == "#1") { " (the file has no header: use #1, #2, …)" } else { "" }
                    ),
                )
                .asking(Ask::Column { table: kind, column: name, candidates: header.to_vec() }));
            }
            [] => {}
            [at] => out.put(name, at, header, "name"),
            [a, b, ..] => {
                return Err(IntakeError::new(
                    Kind::AmbiguousColumn,
                    path,
                    format!("{} and {} (columns {} and {}) both fit {name}", header[a], header[b], a + 1, b + 1),
                    "Nothing in their names tells which is meant",
                    format!("say which: --map {}.{name}=#{}", kind.word(), a + 1),
                )
                .asking(Ask::Column { table: kind, column: name, candidates: vec![format!("#{}", a + 1), format!("#{}", b + 1)] }));
            }
        }
    }
    ambiguous_customer(kind, path, &names, header, maps)?;
    Ok(out)
}
/// Two columns that both name a buyer: a person must say which one counts.
fn ambiguous_customer(kind: TableKind, path: &str, names: &[String], header: &[String], maps: &[(TableKind, String, String)]) -> Result<(), IntakeError> {
    if maps.iter().any(|m| m.0 == kind && m.1 == "customer") {
        return Ok(());
    }
    let hits: Vec<usize> =
        names.iter().enumerate().filter(|(_, n)| ["customerid", "clientid", "userid", "memberid"].contains(&n.as_str())).map(|(i, _)| i).collect();
    if let [a, b, ..] = hits[..] {
        return Err(IntakeError::new(
            Kind::AmbiguousColumn,
            path,
            format!("{} and {} both fit customer", header[a], header[b]),
            "Nothing in their names tells which is meant",
            format!("say which: --map {}.customer={} or --map {}.customer={}", kind.word(), header[a], kind.word(), header[b]),
        )
        .asking(Ask::Column { table: kind, column: "customer", candidates: vec![header[a].clone(), header[b].clone()] }));
    }
    Ok(())
}
impl Columns {
    /// The table needs a time and none was recognised, nor a year and a month.
    pub fn lacks_time(&self, kind: TableKind) -> bool {
        let timed = matches!(kind, TableKind::Transactions | TableKind::PointsLedger);
        timed && self.at("time").is_none() && (self.at("year").is_none() || self.at("month").is_none())
    }
    /// Whether a column of the file is spoken for.
    pub fn takes(&self, at: usize) -> bool {
        self.found.iter().any(|(_, a)| *a == at)
    }
    /// Adds a column that its content tells.
    pub fn found_by_content(&mut self, name: &'static str, at: usize, header: &[String]) {
        self.put(name, at, header, "content");
    }
    fn put(&mut self, name: &'static str, at: usize, header: &[String], how: &str) {
        self.found.push((name, at));
        self.uses.push(ColumnUse { canonical: name.into(), column: header[at].clone(), found_by: how.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn check(kind: TableKind, header: &str, shown: &str) {
        let header: Vec<String> = header.split(',').map(str::to_string).collect();
        let got = match recognised(kind, "f.csv", &header, &[]) {
            Ok(c) => c.uses.iter().map(|u| format!("{}={}", u.canonical, u.column)).collect::<Vec<_>>().join(" "),
            Err(e) => e.fact(),
        };
        assert_eq!(got, shown);
    }
    #[test]
    fn columns_are_known_by_their_names() {
        check(
            TableKind::Transactions,
            "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID",
            "customer=CustomerID time=InvoiceDate order=InvoiceNo quantity=Quantity price=UnitPrice",
        );
        check(TableKind::Transactions, "customer_id,user_id,date,amount", "customer_id and user_id both fit customer");
        check(TableKind::Transactions, "who,date,amount", "no column was recognised as customer");
        check(TableKind::Transactions, "customer_id,date,date,amount", "date and date (columns 2 and 3) both fit time");
    }
}
