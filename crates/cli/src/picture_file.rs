//! Pictures in the format that a file's ending stands for.

use crate::failure::CliError;
use fontdb::Database;
use mediant_render::picture::{self, Fonts, Scene};
use std::path::Path;

/// Refuses a file that ends neither in .svg nor in .png.
///
/// # Errors
/// It does.
pub fn expect(path: Option<&Path>) -> Result<(), CliError> {
    match path.filter(|path| !has_ending(path, "svg") && !has_ending(path, "png")) {
        None => Ok(()),
        Some(path) => {
            let message = format!("`{}` ends neither in .svg nor in .png", path.display());
            Err(CliError::usage(message, "give the picture one of these endings"))
        }
    }
}

/// The bytes of the picture.
///
/// # Errors
/// It is too large to be drawn point by point.
pub fn drawn(scene: &Scene, path: &Path) -> Result<Vec<u8>, CliError> {
    if has_ending(path, "png") {
        picture::png(scene, &fonts(scene))
            .ok_or_else(|| CliError::Internal("the picture could not be drawn".to_owned()))
    } else {
        Ok(picture::svg(scene).into_bytes())
    }
}

/// The program's own font, and those of the machine where it lacks a letter: looking for them takes a while.
fn fonts(scene: &Scene) -> Fonts {
    let mut found = Database::new();
    if !Fonts::own_suffices(scene) {
        found.load_system_fonts();
    }
    Fonts::new(found)
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().and_then(|found| found.to_str()).is_some_and(|found| found.eq_ignore_ascii_case(ending))
}
