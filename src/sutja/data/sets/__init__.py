"""The data sets, one declaration a file."""
