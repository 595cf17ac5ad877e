"""What the network commands say, in English and Japanese.

A message is written in English at the place where it is made; the tables of this package have the Japanese of each template. It is put into
the reader's language where it is printed, and nowhere before.

```python
error = UnreachableError("{name} does not answer", name="peer0.toda")
str(error)                           # English: for logs and programs
said(error.message, language="ja")   # peer0.toda が応答しません
```
"""

from genpon_network.words.messages import Message, Report, Term, said, silent

__all__ = ["Message", "Report", "Term", "said", "silent"]
