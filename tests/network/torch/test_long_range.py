"""What chunk aggregation is for: a fact stands in the first chunk and is asked for in the last.

The same small network learns the same task twice, with slots and without, and with no global token, so
that nothing else reaches as far: the windows of its two layers end 160 tokens before the fact.
"""

from dataclasses import replace

from longdoc.bench.quality.far_facts import SMALL, FarFacts, accuracy_after_training

NEAR = replace(SMALL, positions=64, chunk_tokens=8, halo_tokens=8)
TASK = FarFacts(lengths=((220, 24, 16),), rate=5e-3)


def test_slots_carry_a_fact_that_windows_cannot() -> None:
    assert accuracy_after_training(replace(NEAR, slots=1), TASK) > 0.9
    assert accuracy_after_training(replace(NEAR, slots=0), TASK) < 0.6  # chance is 0.25
