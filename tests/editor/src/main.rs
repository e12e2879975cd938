mod session;
use serde_json::{Value, json};
use session::{Session, address};
use std::path::Path;
use std::time::{Duration, Instant};

fn place(text: &str, needle: &str) -> (usize, usize) {
    let within = needle.find('|').unwrap();
    let plain = needle.replacen('|', "", 1);
    assert_eq!(text.matches(&plain).count(), 1, "{needle}");
    let at = text.find(&plain).unwrap() + within;
    let before = &text[..at];
    (before.matches('\n').count(), at - before.rfind('\n').map_or(0, |x| x + 1))
}

fn main() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixture");
    let file = package.join("src/lib.rs");
    let program = std::env::args().nth(1).unwrap_or("rust-analyzer".into());
    let start = Instant::now();
    let mut s = Session::start(&program, &package, start + Duration::from_secs(500)).unwrap();
    let good = std::fs::read_to_string(&file).unwrap();
    s.open(&file, &good).unwrap();
    s.wait_until_ready().unwrap();
    eprintln!("ready {:?}", start.elapsed());
    for line in std::io::stdin().lines() {
        // kind \t from \t to \t needle
        let line = line.unwrap();
        let parts: Vec<&str> = line.split('\t').collect();
        if parts[0] == "pull" {
            let r = s.request("textDocument/diagnostic", json!({"textDocument": {"uri": address(&file)}}));
            println!("{r:?}");
            continue;
        }
        if parts[0] == "marks" {
            s.listen(Duration::from_secs(4)).unwrap();
            for (_, m) in &s.marks { for d in m.as_array().unwrap() { println!("  mark {} {} {}", d["range"]["start"], d["code"], d["message"]); } }
            continue;
        }
        let (kind, from, to, needle) = (parts[0], parts[1], parts[2], parts[3]);
        let text = if from.is_empty() { good.clone() } else { assert_eq!(good.matches(from).count(), 1, "{from}"); good.replacen(from, to, 1) };
        s.change(&file, &text).unwrap();
        let (l, c) = place(&text, needle);
        let p = json!({"textDocument": {"uri": address(&file)}, "position": {"line": l, "character": c}});
        println!("== {kind} {needle}");
        let t = Instant::now();
        match kind {
            "hover" => println!("{}", s.request("textDocument/hover", p).unwrap_or_default()["contents"]["value"].as_str().unwrap_or("NONE")),
            "def" => println!("{:?}", s.request("textDocument/definition", p)),
            "comp" => {
                let r = s.request("textDocument/completion", p).unwrap();
                let mut items = r["items"].as_array().or(r.as_array()).cloned().unwrap_or_default();
                items.sort_by_key(|i| i["sortText"].as_str().unwrap_or("").to_string());
                let l: Vec<String> = items.iter().take(30).map(|i| format!("{}", i["label"].as_str().unwrap())).collect();
                println!("{} {}", items.len(), l.join(", "));
                if let Some(i) = items.first() { println!("{i}"); }
            }
            _ => {}
        }
        println!("   ({:?})", t.elapsed());
        let _ = Value::Null;
    }
}
