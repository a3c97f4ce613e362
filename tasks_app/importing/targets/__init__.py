"""The figures of a plan (目标) read out of its body: tables of words, and a small grammar over them."""
