"""The streamed pass over a document gives what the whole pass gives, wherever the cuts fall."""

import pytest
import torch

from longdoc.network.torch import stream
from longdoc.network.torch.checkpoint import tiny_model
from longdoc.network.torch.model import Model


@pytest.fixture(scope="module")
def model() -> Model:
    model = tiny_model()
    for layer in model.encoder.layers:
        torch.nn.init.normal_(layer.memory.gate_H)  # an open gate: the slots must count
        torch.nn.init.normal_(layer.memory.pool.weight)
    return model


@pytest.mark.parametrize("segment_chunks", [1, 3, 64])
@pytest.mark.parametrize("tokens", [1, 15, 16, 17, 48, 49, 333])
def test_streamed_equals_whole(
    model: Model, tokens: int, segment_chunks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "SEGMENT_CHUNKS", segment_chunks)
    ids = torch.randint(5, 70, (1, tokens), generator=torch.Generator().manual_seed(tokens))
    question = torch.tensor([[2, 7, 8]])
    with torch.inference_mode():
        whole, whole_g = model.encoder.forward_document(ids, torch.ones_like(ids, dtype=torch.bool), question)
    streamed, streamed_g = stream.encode_document(model.encoder, ids[0], question[0])
    torch.testing.assert_close(streamed, whole[0], atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(streamed_g, whole_g[0], atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("chunks", [1, 2, 3, 4, 5, 21])
@pytest.mark.parametrize("most", [1, 2, 100])
def test_cuts_hold_every_chunk_once_and_the_ends_apart(chunks: int, most: int) -> None:
    parts = stream.cut(chunks, most, ends_apart=True)
    assert [chunk for part in parts for chunk in range(part.start, part.stop)] == list(range(chunks))
    assert all(0 < part.stop - part.start <= most for part in parts)
    assert chunks < 4 or not any(part.start == 0 and part.stop > 1 for part in parts)


@pytest.mark.parametrize("tokens", [65, 66, 333])
@pytest.mark.parametrize("most", [1, 5, 100])
def test_with_the_ends_apart_all_between_needs_no_mask(
    model: Model, tokens: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    masked: list[bool] = []
    mask = stream._DocumentState._mask

    def noted(walk: stream._DocumentState, part: slice) -> torch.Tensor | None:
        found = mask(walk, part)
        masked.append(found is not None)
        return found

    monkeypatch.setattr(stream._DocumentState, "_mask", noted)
    monkeypatch.setattr(stream, "segments", lambda _, chunks, *__: stream.cut(chunks, most, ends_apart=True))
    ids = torch.randint(5, 70, (1, tokens), generator=torch.Generator().manual_seed(tokens))
    with torch.inference_mode():
        whole, _ = model.encoder.forward_document(ids, torch.ones_like(ids, dtype=torch.bool), ids[:, :1])
    streamed, _ = stream.encode_document(model.encoder, ids[0], ids[0, :1])
    torch.testing.assert_close(streamed, whole[0], atol=1e-5, rtol=1e-4)
    assert sum(masked) <= 3 * len(model.encoder.stack)


def test_logits_beyond_what_fp32_can_raise_to_a_power(model: Model) -> None:
    """The exponentials of the first layer overflow; its segments go another way, to the same result."""
    large = tiny_model()
    large.load_state_dict(model.state_dict())
    torch.nn.init.normal_(large.encoder.plain_stack[0].qkv.weight, std=3.0)
    ids = torch.randint(5, 70, (1, 333), generator=torch.Generator().manual_seed(3))
    with torch.inference_mode():
        whole, _ = large.encoder.forward_document(ids, torch.ones_like(ids, dtype=torch.bool), ids[:, :1])
        q, k, _ = large.encoder.plain_stack[0].project(large.encoder.embed(ids, torch.arange(333) % 64))
        assert (q * k.flip(1)).sum(-1).max() / 8**0.5 > 90
    streamed, _ = stream.encode_document(large.encoder, ids[0], ids[0, :1])
    torch.testing.assert_close(streamed, whole[0], atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize("question", [[2], [2, 7, 8]])
@pytest.mark.parametrize("segment_chunks", [3, 64])
def test_streamed_in_bf16_is_the_whole_to_rounding(
    model: Model, segment_chunks: int, question: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "WIDE_SEGMENT_CHUNKS", segment_chunks)
    rough = tiny_model().bfloat16()
    rough.load_state_dict(model.state_dict())
    ids = torch.randint(5, 70, (1, 333), generator=torch.Generator().manual_seed(3))
    with torch.inference_mode():
        whole, whole_g = model.encoder.forward_document(
            ids, torch.ones_like(ids, dtype=torch.bool), torch.tensor([question])
        )
    streamed, streamed_g = stream.encode_document(rough.encoder, ids[0], torch.tensor(question))
    assert ((streamed.float() - whole[0]).norm() / whole.norm()).item() < 0.03
    assert ((streamed_g.float() - whole_g[0]).norm() / whole_g.norm()).item() < 0.03


def test_logits_that_are_just_too_high(model: Model) -> None:
    """One head's logits are lowered before they are raised to a power, and nothing else changes."""
    large = tiny_model()
    large.load_state_dict(model.state_dict())
    D = large.config.head_width
    qkv = large.encoder.plain_stack[0].qkv
    ids = torch.randint(5, 70, (1, 333), generator=torch.Generator().manual_seed(3))
    with torch.inference_mode():
        q, k, _ = large.encoder.plain_stack[0].project(large.encoder.embed(ids, torch.arange(333) % 64))
        most = float(q[0, :, 0].norm(dim=-1).max() * k[0, :, 0].norm(dim=-1).max() / D**0.5)
        qkv.weight[:D] *= 95 / most
        qkv.bias[:D] *= 95 / most
        whole, _ = large.encoder.forward_document(ids, torch.ones_like(ids, dtype=torch.bool), ids[:, :1])
    streamed, _ = stream.encode_document(large.encoder, ids[0], ids[0, :1])
    torch.testing.assert_close(streamed, whole[0], atol=1e-4, rtol=1e-3)


def test_resting_in_half_precision_changes_little(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = torch.randint(5, 70, (200,), generator=torch.Generator().manual_seed(1))
    exact, _ = stream.encode_document(model.encoder, ids, torch.tensor([2]))
    monkeypatch.setattr(stream, "COMPACT_TOKENS", 10)
    compact, _ = stream.encode_document(model.encoder, ids, torch.tensor([2]))
    assert compact.dtype == torch.float16
    torch.testing.assert_close(compact.float(), exact, atol=2e-2, rtol=0)


def test_progress_reaches_its_end(model: Model) -> None:
    told: list[tuple[int, int]] = []
    stream.encode_document(
        model.encoder, torch.arange(5, 70), torch.tensor([2]), lambda a, b: told.append((a, b))
    )
    assert told[-1] == (130, 130)
    assert told == sorted(told)
