"""Brings what a detector's list says from one file into another.

    listed.py NEW.json LISTED.json               NEW's figures and thresholds, and the other files that LISTED names
    listed.py --proposing LISTED.json OUT.json   the same detector at lower scores, without a closer look
"""
import json
import os
import sys


def read(path):
    with open(path) as file:
        return json.load(file)


def main():
    proposing = sys.argv[1] == "--proposing"
    source, target = sys.argv[-2:]
    listed = read(source)
    if proposing:
        listed["thresholds"] = [min(0.3, max(0.22, threshold - 0.04)) for threshold in listed["thresholds"]]
        for key in ("closer_look", "along"):
            listed.pop(key, None)
    elif os.path.exists(target):
        before = read(target)
        listed.update({key: before[key] for key in ("along",) if key in before})
    with open(target, "w") as file:
        json.dump(listed, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
