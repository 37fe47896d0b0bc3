use super::shown::parsed;
#[test]
fn trial() {
    let text = std::fs::read_to_string("/tmp/bd/trial.txt").unwrap();
    for case in text.split("\n=====\n") {
        let (out, problems) = parsed(case);
        println!("--- {case}\n>>>\n{out}{problems:?}\n");
    }
}
