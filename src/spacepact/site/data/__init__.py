"""The site as linked data: files beside each page, links in the head, descriptions of the dataset, redirect rules."""

from __future__ import annotations

from spacepact.site.data.dataset import dataset_json_ld
from spacepact.site.data.descriptions import data_files
from spacepact.site.data.head_links import Link, head_links
from spacepact.site.data.site_files import graph_files, site_files

__all__ = ["Link", "data_files", "dataset_json_ld", "graph_files", "head_links", "site_files"]
