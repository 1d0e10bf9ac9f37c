"""Reviewers judge briefs of several runs blind, on a local page; their ballots are counted.

Runs no model and renders no note. The names of runs never reach the page.
"""
