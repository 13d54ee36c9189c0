"""Parts of the desk drawn as plain functions: the hundreds on a page, and what needs care."""
