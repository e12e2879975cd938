use super::*;

fn parse(text: &str) -> Result<Table, CsvError> {
    Csv::default().parse("t.csv", text.as_bytes())
}

fn fault(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

#[test]
fn quotes_hold_separators_lines_and_quotes() {
    let table = parse("\u{feff}a,\"b \"\"c\"\"\"\r\n\"1,2\",\"x\ny\"\r\n\r\n,z\r").unwrap();
    assert_eq!(table.names(), ["a", "b \"c\""]);
    assert_eq!((table.len(), table.columns()), (2, 2));
    assert_eq!(table.cell(0, "a").unwrap(), "1,2");
    assert_eq!(table.cell(0, 1).unwrap(), "x\ny");
    assert_eq!(table.cell(1, 0).unwrap(), "");
    assert_eq!(table.cell(1, 1).unwrap(), "z");
}

#[test]
fn without_a_header_columns_have_numbers() {
    let csv = Csv {
        separator: b';',
        header: false,
    };
    let table = csv.parse("t.csv", b"1;2\n3;-4e1").unwrap();
    assert_eq!(table.values(1, Missing::Refuse).unwrap(), [2.0, -40.0]);
    let error = table.values("a", Missing::Refuse).unwrap_err().to_string();
    assert_eq!(
        error,
        "`t.csv`: no column is named `a`: there are none, since the table has no header"
    );
    let error = table.values(2, Missing::Refuse).unwrap_err().to_string();
    assert_eq!(
        error,
        "`t.csv`: there is no column 2: there are 2, numbered from 0"
    );
}

#[test]
fn missing_values_are_refused_replaced_or_left_out() {
    let table = parse("a,b\n1,2\nNA,4\n5, ?\n").unwrap();
    let error = table.values("a", Missing::Refuse).unwrap_err().to_string();
    assert_eq!(
        error,
        "`t.csv`, line 3, column 1 (`a`): the value is missing"
    );
    assert_eq!(table.values("a", Missing::Mean).unwrap(), [1.0, 3.0, 5.0]);
    assert_eq!(
        table.values("b", Missing::Value(-1.0)).unwrap(),
        [2.0, 4.0, -1.0]
    );
    assert_eq!(
        table.complete_rows().values("b", Missing::Refuse).unwrap(),
        [2.0]
    );
}

#[test]
fn texts_become_classes_in_their_order() {
    let (classes, names) = parse("c\nred\nblue\nred\n").unwrap().classes("c").unwrap();
    assert_eq!(classes, [1, 0, 1]);
    assert_eq!(names, ["blue", "red"]);
}

#[test]
fn faults_are_named_with_their_place() {
    assert_eq!(
        fault("a,b\n\n1,2\n3\n"),
        "`t.csv`, line 4: it has 1 fields, but the first line has 2"
    );
    assert_eq!(
        fault("a,b\n\"x\ny\",\"z"),
        "`t.csv`, line 3, column 2: the quotes that open here are never closed"
    );
    assert!(fault("a\n\"x\"y\n").starts_with("`t.csv`, line 2, column 1: a quoted field must be"));
    assert_eq!(
        fault("a,b,a\n"),
        "`t.csv`, line 1, column 3: two columns are named `a`"
    );
    assert!(fault("").ends_with("its first line should name the columns"));
    let error = Csv::default().parse("t.csv", b"a\n1\n\xff\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`t.csv`, line 3: it isn't text: this isn't UTF-8"
    );
    let table = parse("a,b\n1,x\n1e99,2\n").unwrap();
    assert_eq!(
        table.values("b", Missing::Refuse).unwrap_err().to_string(),
        "`t.csv`, line 2, column 2 (`b`): `x` isn't a finite number"
    );
    assert!(table.values("a", Missing::Mean).is_err());
    let missing = read("no/such.csv").unwrap_err().to_string();
    assert!(missing.starts_with("`no/such.csv`: "), "{missing}");
}
