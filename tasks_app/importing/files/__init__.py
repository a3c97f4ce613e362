"""Files that people have, as lines of text: Word, Excel, CSV and plain text become one SourceText."""
