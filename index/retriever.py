"""The library's search as a LangChain retriever, for chains that want one."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.library import Library


class LibraryRetriever(BaseRetriever):
    """Hybrid search of one library. ``k`` passages at most; ``only_confident`` gives none where nothing really fits."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = 5
    genre: str = ""
    role: str = ""
    only_confident: bool = False

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        **_: Any,  # noqa: ANN401  the signature is LangChain's
    ) -> list[Document]:
        found = self.library.search(query, self.k, self.genre, self.role)
        if self.only_confident and not found.confident:
            return []
        return [
            Document(
                page_content=stored.passage.text,
                id=stored.passage_id,
                metadata={
                    "file": stored.file,
                    "article": stored.article,
                    "genre": stored.passage.genre,
                    "role": stored.passage.role,
                    "headings": list(stored.passage.headings),
                    "score": stored.score,
                },
            )
            for stored in found.passages
        ]
