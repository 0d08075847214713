"""multilingual-e5-small as an ordinary sentence-transformers folder, made from a 4-bit data file.

The file ("E5S1", little-endian) holds, in this order: a header of sizes, the pieces of a Unigram tokenizer with their
scores, a normaliser table, and named tensors. A tensor is either float32 or 4-bit: blocks of 18 bytes, a float16 scale
and 32 nibbles (all the low ones, then all the high ones), value = (nibble - 8) * scale.
"""

import shutil
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelFileError, StorageFull

if TYPE_CHECKING:
    from transformers import BertModel, PreTrainedTokenizerFast

MAX_TOKENS = 512
_BLOCK_BYTES = 18
_MAGIC = b"E5S1"
_LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True)
class Packed:
    """A data file as read: sizes of the network, tokenizer pieces with scores, tensors by their short names."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    begin: int
    end: int
    pad: int
    unknown: int
    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, NDArray[np.float32]]


class _Cursor:
    """Walks over the file's bytes."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        size = struct.calcsize(layout)
        return struct.unpack(layout, self.raw(size))

    def raw(self, size: int) -> bytes:
        part = self.data[self.at : self.at + size].tobytes()
        self.at += size
        return part


def read_packed(file: Path) -> Packed:
    """Read a data file. Raises ``ModelFileError`` if it is not one."""
    try:
        cursor = _Cursor(np.memmap(file, dtype=np.uint8, mode="r"))
        if cursor.raw(4) != _MAGIC:
            raise ModelFileError(f"编码器数据文件不是认识的格式：{file.name}。")
        cursor.at = 8
        sizes = cursor.take("<7i")
        epsilon, _block = cursor.take("<fi")
        count, begin, end, pad, unknown = cursor.take("<5i")
        pieces = _read_pieces(cursor, count)
        _entries, table_bytes = cursor.take("<iI")
        cursor.at += table_bytes
        tensors = dict(_read_tensor(cursor) for _ in range(cursor.take("<i")[0]))
    except (ValueError, struct.error, UnicodeDecodeError) as error:
        raise ModelFileError(f"编码器数据文件不完整：{file.name}。") from error
    hidden, layers, heads, wide, vocabulary, positions, types = sizes
    return Packed(
        *(hidden, layers, heads, wide, vocabulary, positions, types),
        *(epsilon, begin, end, pad, unknown, pieces, tensors),
    )


def _read_pieces(cursor: _Cursor, count: int) -> tuple[tuple[str, float], ...]:
    (blob_bytes,) = cursor.take("<Q")
    offsets = np.frombuffer(cursor.raw(4 * (count + 1)), "<u4")
    scores = np.frombuffer(cursor.raw(4 * count), "<f4")
    blob = cursor.raw(blob_bytes)
    texts = [blob[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(count)]
    return tuple((text or f"<empty{i}>", float(scores[i])) for i, text in enumerate(texts))


def _read_tensor(cursor: _Cursor) -> tuple[str, NDArray[np.float32]]:
    (name_bytes,) = cursor.take("<H")
    name = cursor.raw(name_bytes).decode("ascii")
    _kind, count, offset, size = cursor.take("<BIQQ")
    raw = cursor.data[offset : offset + size]
    if size == 4 * count:
        return name, np.frombuffer(raw.tobytes(), "<f4").copy()
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    scale = np.frombuffer(blocks[:, :2].tobytes(), "<f2").astype(np.float32)[:, None]
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    return name, ((nibbles - 8) * scale).reshape(-1)


def build_encoder(data_file: Path, folder: Path) -> None:
    """Write the sentence-transformers folder made from ``data_file``; ``folder`` appears only when it is complete.

    Raises ``ModelFileError`` if the file does not hold a whole encoder, ``StorageFull`` if it cannot be written.
    """
    packed = read_packed(data_file)
    unfinished = folder.with_name(folder.name + ".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(parents=True)
        _save(packed, unfinished)
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.replace(folder)
    except OSError as error:
        raise StorageFull(f"编码器写不进文件夹，请检查磁盘空间：{folder.parent}。") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _save(packed: Packed, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    bare = folder / "bare"
    _network(packed).save_pretrained(bare)
    _tokenizer(packed).save_pretrained(bare)
    modules = [
        Transformer(str(bare), max_seq_length=MAX_TOKENS),
        Pooling(packed.hidden, pooling_mode="mean"),
        Normalize(),
    ]
    prompts = {"query": "query: ", "document": "passage: "}
    model = SentenceTransformer(modules=modules, prompts=prompts, similarity_fn_name="cosine", device="cpu")
    model.save(str(folder), create_model_card=False)
    shutil.rmtree(bare)


def _network(packed: Packed) -> "BertModel":
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=packed.vocabulary,
        hidden_size=packed.hidden,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.feed_forward,
        max_position_embeddings=packed.positions,
        type_vocab_size=packed.token_types,
        layer_norm_eps=packed.epsilon,
        pad_token_id=packed.pad,
        hidden_act="gelu",
    )
    network = BertModel(config)
    mismatch = network.load_state_dict(_weights(packed), strict=False)
    if mismatch.missing_keys or mismatch.unexpected_keys:
        raise ModelFileError("编码器数据文件缺少部分权重。")
    network.train(False)
    return network


def _weights(packed: Packed) -> dict[str, Any]:
    import torch

    hidden, wide = packed.hidden, packed.feed_forward
    shapes = {"fi": (wide, hidden), "fo": (hidden, wide)}
    flat = packed.tensors
    # Only the first token type is ever used, and the file keeps only that one.
    types = np.zeros((packed.token_types, hidden), np.float32)
    types[0] = flat["emb.type"][:hidden]
    arrays = {
        "embeddings.word_embeddings.weight": flat["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": flat["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": flat["emb.ln.w"],
        "embeddings.LayerNorm.bias": flat["emb.ln.b"],
    }
    for layer in range(packed.layers):
        for short, name in {**_LINEAR, **_NORMS}.items():
            weight = flat[f"l{layer}.{short}.w"]
            shape = (hidden,) if short in _NORMS else shapes.get(short, (hidden, hidden))
            arrays[f"encoder.layer.{layer}.{name}.weight"] = weight.reshape(shape)
            arrays[f"encoder.layer.{layer}.{name}.bias"] = flat[f"l{layer}.{short}.b"]
    # Mean pooling does without BERT's own pooler; loading would fill a missing one with noise.
    arrays["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    arrays["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def _tokenizer(packed: Packed) -> "PreTrainedTokenizerFast":
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram(list(packed.pieces), unk_id=packed.unknown, byte_fallback=False))
    blanks = Regex("[\\t\\n\\r\u200b\ufeff ]+")
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(blanks, " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    begin, end = packed.pieces[packed.begin][0], packed.pieces[packed.end][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, packed.begin), (end, packed.end)],
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        bos_token=begin,
        eos_token=end,
        cls_token=begin,
        sep_token=end,
        pad_token=packed.pieces[packed.pad][0],
        unk_token=packed.pieces[packed.unknown][0],
        model_max_length=MAX_TOKENS,
    )
