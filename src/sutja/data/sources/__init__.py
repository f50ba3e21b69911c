"""Where the files of a data set come from: folders of this machine, a package, the network."""
