//! Arguments of `tournament`.

use clap::{Args, ValueHint};
use mediant_tournament::Shard;
use std::path::PathBuf;

/// Arguments of `tournament`.
#[derive(Debug, Args)]
pub struct Tournament {
    /// The specification: strategies, scenarios, protocol, rounds, repetitions, seed
    #[arg(value_name = "SPEC.toml", value_hint = ValueHint::FilePath)]
    pub specification: PathBuf,
    /// The folder for journal, results and report [default: the name of the specification, with -results]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Use so many threads [default: one for each processor]; the results do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Play part I of N only, counted from 1, and keep it for `--merge`
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub shard: Option<Shard>,
    /// Go on from what is in the folder; begin where nothing is there
    #[arg(long)]
    pub resume: bool,
    /// Play nothing: put together what shards kept in these folders
    #[arg(long, value_name = "DIR", num_args = 1.., value_hint = ValueHint::DirPath, conflicts_with_all = ["shard", "resume", "threads"])]
    pub merge: Vec<PathBuf>,
    /// Print neither progress nor summary
    #[arg(long)]
    pub quiet: bool,
}

fn shard(text: &str) -> Result<Shard, String> {
    let numbers =
        text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    let shard = numbers.and_then(|(number, of)| Shard::new(number, of));
    shard.ok_or_else(|| {
        "a shard is I/N with I from 1 to N: the shards of three are 1/3, 2/3 and 3/3".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::shard;

    #[test]
    fn shards_count_from_one() {
        assert_eq!(shard("3/8").map(|shard| (shard.number(), shard.of())), Ok((3, 8)));
        for text in ["0/8", "9/8", "3", "3/", "/8", "a/b", "-1/2", "1/0"] {
            assert!(shard(text).is_err(), "{text}");
        }
    }
}
