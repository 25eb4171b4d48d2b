//! The widths of letters in fonts of many letters.
//!
//! A list of widths may say `5 [500 600]` (the width of each from 5 on) or `5 9 500` (one width for 5 to 9). `pdf-extract` 0.12 passes over
//! the second form: the letters count as nothing wide, and gaps that are none open behind them. So lists are written in the first form
//! before it reads them.

use pdf_extract::{Document, Object};

/// Widths that one font may have: there are no more letters in it.
const LETTERS: usize = 1 << 16;

/// Writes the lists of all fonts in the form that is understood.
pub fn spell_out(document: &mut Document) {
    let mut spelled = Vec::new();
    for (id, object) in &document.objects {
        let Ok(font) = object.as_dict() else { continue };
        let is_font =
            font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name.starts_with(b"CIDFont"));
        if is_font && let Some(widths) = font.get(b"W").ok().and_then(|widths| list(document, widths)) {
            spelled.push((*id, widths));
        }
    }
    for (id, widths) in spelled {
        if let Ok(font) = document.get_object_mut(id).and_then(Object::as_dict_mut) {
            font.set("W", widths);
        }
    }
}

/// A list in the first form; `None` where it is no sound list.
fn list(document: &Document, widths: &Object) -> Option<Object> {
    let resolved = |object| document.dereference(object).ok().map(|(_, object)| object);
    let all = resolved(widths)?.as_array().ok()?;
    let (mut spelled, mut letters, mut rest) = (Vec::new(), 0_usize, all.as_slice());
    while let [first, second, behind @ ..] = rest {
        let from = resolved(first)?.as_i64().ok()?;
        let each = match (resolved(second)?, behind) {
            (Object::Array(each), _) => {
                rest = behind;
                each.iter().map(|width| resolved(width).cloned()).collect::<Option<Vec<_>>>()?
            }
            (last, [width, behind @ ..]) => {
                rest = behind;
                let count = usize::try_from(last.as_i64().ok()?.checked_sub(from)?.checked_add(1)?).ok()?;
                if count > LETTERS {
                    return None;
                }
                vec![resolved(width)?.clone(); count]
            }
            _ => return None,
        };
        letters += each.len();
        if letters > LETTERS {
            return None;
        }
        spelled.extend([Object::Integer(from), Object::Array(each)]);
    }
    Some(Object::Array(spelled))
}
