//! A hundred things that customers wrote, in ten languages: what is between ⟨ and ⟩ is personal, and no file of a plan says it.
use super::common;
use super::company::{Attacks, run, said};
use std::path::{Path, PathBuf};

const QUOTES: [(&str, [&str; 10]); 10] = [
    (
        "English",
        [
            "My name is ⟨Wilhelmina Ashcroft⟩ and delivery was late",
            "Call me on ⟨+44 20 7946 0958⟩, the app is slow",
            "I wrote from ⟨w.ashcroft@mail.example⟩ and nobody answered",
            "Courier left it at ⟨12 Larkspur Crescent⟩, delivery was late",
            "Ask ⟨Theodora⟩ at the desk, great service",
            "Card ⟨4929 1234 5678 9012⟩ was charged twice, too expensive",
            "Born on ⟨7 March 1961⟩ and no birthday reward",
            "⟨Barnaby Featherstonehaugh⟩ told me the price is too high",
            "Member ⟨LX-448-190⟩ here, points are confusing",
            "My son ⟨Peregrine⟩ loves the quality",
        ],
    ),
    (
        "German",
        [
            "Mein Name ist ⟨Friedhelm Osterkamp⟩, die Lieferung war zu spät",
            "Rufen Sie mich an: ⟨030 90182 7734⟩, der Service ist schlecht",
            "Von ⟨f.osterkamp@post.example⟩ kam keine Antwort",
            "Paket lag vor der ⟨Lindenallee 48⟩, Lieferung spät",
            "Frau ⟨Hohenzieritz⟩ war sehr freundlich",
            "IBAN ⟨DE89 3704 0044 0532 0130 00⟩, bitte Geld zurück, zu teuer",
            "Geboren am ⟨14.02.1958⟩, kein Geburtstagsgruß",
            "Herr ⟨Wackernagel⟩ sagte, der Preis sei zu hoch",
            "Kundennummer ⟨KN-7741-22⟩, die App ist langsam",
            "Meine Tochter ⟨Roswitha⟩ mag die Qualität",
        ],
    ),
    (
        "French",
        [
            "Je m'appelle ⟨Clémence Vauquelin⟩, la livraison était en retard",
            "Appelez-moi au ⟨01 99 00 57 31⟩, service trop lent",
            "Écrit depuis ⟨c.vauquelin@poste.example⟩ sans réponse",
            "Le colis était au ⟨18 rue des Églantines⟩, en retard",
            "Merci à ⟨Thibault⟩ pour le bon service",
            "Carte ⟨5132 9988 7766 5544⟩ débitée deux fois, trop cher",
            "Née le ⟨3 octobre 1972⟩, aucun cadeau",
            "Monsieur ⟨Delacourcelle⟩ dit que le prix est trop élevé",
            "Client ⟨FR-90-3321⟩, l'application est lente",
            "Mon mari ⟨Anselme⟩ aime la qualité",
        ],
    ),
    (
        "Spanish",
        [
            "Me llamo ⟨Remedios Villaescusa⟩ y la entrega llegó tarde",
            "Llámeme al ⟨911 23 45 67 80⟩, mal servicio",
            "Escribí desde ⟨r.villaescusa@correo.example⟩ y nadie contestó",
            "Lo dejaron en ⟨Calle Almendro 23⟩, entrega tarde",
            "Gracias a ⟨Anacleto⟩ por el buen servicio",
            "Tarjeta ⟨4539 6677 8899 0011⟩ cobrada dos veces, muy caro",
            "Nací el ⟨21 de junio de 1969⟩ y no hubo regalo",
            "Doña ⟨Hermenegilda⟩ dice que el precio es alto",
            "Socio ⟨ES-5518-X⟩, la aplicación es lenta",
            "Mi hija ⟨Eudoxia⟩ adora la calidad",
        ],
    ),
    (
        "Italian",
        [
            "Mi chiamo ⟨Ermenegildo Bevilacqua⟩, consegna in ritardo",
            "Chiamatemi allo ⟨06 9876 54321⟩, servizio lento",
            "Ho scritto da ⟨e.bevilacqua@posta.example⟩ senza risposta",
            "Pacco lasciato in ⟨via dei Ciclamini 7⟩, in ritardo",
            "Grazie a ⟨Fiordaliso⟩ per il servizio",
            "Carta ⟨5412 7534 9821 0063⟩ addebitata due volte, troppo caro",
            "Nato il ⟨9 gennaio 1955⟩, nessun regalo",
            "La signora ⟨Quagliarella⟩ dice che il prezzo è alto",
            "Tessera ⟨IT-00981-Z⟩, app lenta",
            "Mio figlio ⟨Ildebrando⟩ ama la qualità",
        ],
    ),
    (
        "Portuguese",
        [
            "Meu nome é ⟨Gumercindo Vasconcelos⟩, entrega atrasada",
            "Liguem para ⟨21 99876 5432 1⟩, péssimo atendimento",
            "Escrevi de ⟨g.vasconcelos@correio.example⟩ sem resposta",
            "Deixaram na ⟨Rua das Acácias 310⟩, atrasada",
            "Obrigada à ⟨Etelvina⟩ pelo serviço",
            "Cartão ⟨4716 2211 4455 7788⟩ cobrado duas vezes, muito caro",
            "CPF ⟨390.533.447-05⟩ e nenhum prêmio",
            "O senhor ⟨Belarmino⟩ diz que o preço é alto",
            "Cliente ⟨BR-3344-K⟩, o aplicativo é lento",
            "Minha filha ⟨Deolinda⟩ ama a qualidade",
        ],
    ),
    (
        "Dutch",
        [
            "Mijn naam is ⟨Gijsbrecht Oosterhuizen⟩, levering te laat",
            "Bel mij op ⟨020 794 60 91 3⟩, slechte service",
            "Gemaild vanaf ⟨g.oosterhuizen@post.example⟩ zonder antwoord",
            "Pakket bij ⟨Kastanjelaan 61⟩, te laat",
            "Dank aan ⟨Hadewych⟩ voor de service",
            "Rekening ⟨NL91 ABNA 0417 1643 00⟩, te duur",
            "Geboren op ⟨28 november 1964⟩, geen cadeau",
            "Mevrouw ⟨Zevenbergen⟩ vindt de prijs te hoog",
            "Klant ⟨NL-66-120⟩, de app is traag",
            "Mijn zoon ⟨Wolfert⟩ houdt van de kwaliteit",
        ],
    ),
    (
        "Polish",
        [
            "Nazywam się ⟨Wieńczysława Grzegorzewska⟩, dostawa spóźniona",
            "Proszę dzwonić ⟨22 555 01 98 7⟩, słaba obsługa",
            "Pisałam z ⟨w.grzegorzewska@poczta.example⟩ bez odpowiedzi",
            "Paczka na ⟨ul. Jarzębinowa 15⟩, spóźniona",
            "Dziękuję ⟨Świętopełkowi⟩ za obsługę",
            "Karta ⟨4024 0071 5599 3321⟩ obciążona dwa razy, za drogo",
            "PESEL ⟨58021412345⟩ i żadnej nagrody",
            "Pan ⟨Brzęczyszczykiewicz⟩ mówi, że cena za wysoka",
            "Klient ⟨PL-4-8812⟩, aplikacja wolna",
            "Mój syn ⟨Ziemowit⟩ lubi jakość",
        ],
    ),
    (
        "Turkish",
        [
            "Adım ⟨Şehrazat Karamehmetoğlu⟩, teslimat geç geldi",
            "Beni arayın ⟨0212 555 01 77 8⟩, hizmet kötü",
            "⟨s.karamehmet@posta.example⟩ adresinden yazdım, cevap yok",
            "Kargo ⟨Menekşe Sokak 44⟩ önünde kaldı, geç",
            "⟨Abdülmecit⟩ beye teşekkürler",
            "Kart ⟨5406 6700 1122 3344⟩ iki kez çekildi, çok pahalı",
            "TC ⟨10000000146⟩, hediye yok",
            "⟨Nigâr Çakırbeyoğlu⟩ fiyat yüksek diyor",
            "Üye ⟨TR-771-B⟩, uygulama yavaş",
            "Kızım ⟨Feraye⟩ kaliteyi seviyor",
        ],
    ),
    (
        "Japanese",
        [
            "私は⟨東海林麗華⟩です。配送が遅いです",
            "⟨03-9876-5432⟩に電話してください。対応が悪い",
            "⟨reika@yubin.example⟩から書きましたが返事がない",
            "⟨千代田区桜通三丁目七番⟩に置かれていた。遅い",
            "⟨勅使河原⟩さんの対応が良かった",
            "カード⟨3566 0020 2036 0505⟩が二重請求、高い",
            "⟨昭和三十三年五月六日⟩生まれ、特典なし",
            "⟨小鳥遊⟩さんは値段が高いと言う",
            "会員⟨JP-0099-Q⟩、アプリが遅い",
            "娘の⟨瑠璃子⟩は品質が好き",
        ],
    ),
];
/// The words of a quote, and what of it is personal.
fn parts(quote: &str) -> (String, String) {
    let (before, rest) = quote.split_once('⟨').unwrap();
    let (personal, after) = rest.split_once('⟩').unwrap();
    (format!("{before}{personal}{after}"), personal.to_string())
}
/// Everything that a plan can be written as, as the help of the command lists it.
pub fn deliverables() -> String {
    let help = run(Path::new("."), "x", &["export", "--help"]);
    let text = String::from_utf8(help.stdout).unwrap();
    let listed = text.split_once("Deliverables:").unwrap().1.lines().filter(|l| l.starts_with("  ")).filter_map(|l| l.split_whitespace().next());
    listed.collect::<Vec<_>>().join(",")
}
pub fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}
/// The bytes of a file as text; of what is zipped, each part unpacked.
pub fn texts(file: &Path) -> String {
    let bytes = std::fs::read(file).unwrap();
    if file.extension().is_some_and(|e| e == "pdf") {
        return common::words_of(file);
    }
    if !bytes.starts_with(b"PK") {
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    for i in 0..archive.len() {
        let mut part = vec![];
        std::io::Read::read_to_end(&mut archive.by_index(i).unwrap(), &mut part).unwrap();
        out += &String::from_utf8_lossy(&part);
    }
    out
}
#[test]
fn a_hundred_quotes_in_ten_languages_stay_in_their_file() {
    let home = tempfile::tempdir().unwrap();
    let quotes: Vec<(String, String)> = QUOTES.iter().flat_map(|(_, all)| all.iter().map(|q| parts(q))).collect();
    assert_eq!(quotes.len(), 100);
    let mut personal: Vec<&str> = quotes.iter().map(|q| q.1.as_str()).collect();
    // Of a name of two words, each word by itself as well.
    personal.extend(quotes.iter().flat_map(|q| q.1.split(' ')).filter(|w| w.chars().count() > 5 && w.chars().all(char::is_alphabetic)));
    // Words of languages and months are no one's own.
    personal.retain(|w| !["octobre", "gennaio", "november", "Sokak"].contains(w));
    // Each is said by several customers, so that no rule on rare words alone keeps it back.
    let mut survey = String::from("customer_id,date,score,text,author\n");
    for n in 0..600 {
        let (text, own) = &quotes[n % 100];
        survey += &format!("c{},2025-{:02}-{:02},{},\"{text}\",\"{own}\"\n", n % 300, 1 + n % 12, 1 + n % 28, 1 + n % 5);
    }
    std::fs::write(home.path().join("survey.csv"), survey).unwrap();
    std::fs::write(home.path().join("orders.csv"), common::shop(false)).unwrap();
    let mut a = Attacks::default();
    let args = [&common::BRIEF[..], &["--transactions", "orders.csv", "--voc", "survey.csv", "--effort", "small"]].concat();
    let made = run(home.path(), "x", &args);
    assert!(matches!(made.status.code(), Some(0 | 3 | 5)), "{}", said(&made));
    let printed: Vec<String> =
        [&["show"][..], &["list"], &["log"], &["verify"], &["review"], &["explain", "economics.roi_p50"], &["export", "--to", &deliverables(), "--out", "all"]]
            .iter()
            .map(|args| said(&run(home.path(), "x", args)))
            .chain([said(&made)])
            .collect();
    let mut all = vec![];
    ["loyalty-plan", ".claude/plans", "all"].iter().map(|f| home.path().join(f)).filter(|f| f.exists()).for_each(|f| files(&f, &mut all));
    // Kept steps are files of people: readable by their owner, and forgotten with them.
    let (steps, all): (Vec<PathBuf>, Vec<PathBuf>) = all.into_iter().partition(|f| f.components().any(|c| c.as_os_str() == ".steps"));
    assert!(all.len() > 25 && !steps.is_empty(), "{all:?}");
    for (name, text) in all.iter().map(|f| (f.display().to_string(), texts(f))).chain(printed.into_iter().map(|p| ("the terminal".to_string(), p))) {
        for own in &personal {
            assert!(!text.contains(own), "{name} says {own}");
        }
        a.0 += 1;
    }
    // They were read: the themes count the words of our list, in the plan.
    let plan = all.iter().find(|f| f.extension().is_some_and(|e| e == "json") && f.parent().is_some_and(|p| p.ends_with("plans"))).unwrap();
    let text = std::fs::read_to_string(plan).unwrap();
    assert!(text.contains("\"word\": \"late\"") && text.contains("\"rows_used\": 600"), "the survey was read");
    assert!(run(home.path(), "x", &["forget"]).status.success());
    assert!(steps.iter().all(|f| !f.exists()), "kept steps are forgotten");
    println!("100 quotes in {} languages, {} files and screens", QUOTES.len(), a.0);
    a.done("quotes");
}
