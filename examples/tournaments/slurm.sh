#!/bin/sh
#SBATCH --array=1-8
#SBATCH --cpus-per-task=4
#SBATCH --time=04:00:00
#SBATCH --requeue
# One shard of a tournament: sbatch slurm.sh SPEC.toml DIR. Each task goes on where it was interrupted.
exec mediant tournament "$1" --out "$2" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --threads "$SLURM_CPUS_PER_TASK" --resume
