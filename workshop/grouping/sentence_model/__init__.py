"""The sentence model that comes with the tool: multilingual-e5-small, whose weights are data to us.

`weights` reads the file, `tokens` cuts texts into pieces, `graph` makes what onnxruntime computes, `embedder`
puts them together, and `package` knows where the file lies.
"""
