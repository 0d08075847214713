"""The writing model: the bundled engine, or any provider that LangChain knows."""

from assistant.model.chat import Model, ModelStatus, model_status, open_model

__all__ = ["Model", "ModelStatus", "model_status", "open_model"]
