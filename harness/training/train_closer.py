"""Trains the closer look on cutouts and writes it as ONNX, with the weights of the confidence put into the detector's list.

    train_closer.py CUTOUTS[,CUTOUTS…] CALIBRATION MODEL.json OUT.onnx [--minutes 25]

The closer look is a small classifier of the detector's proposals. Its input is 64 × 64 pixels around a box and the
detector's figures for it (the hint). Its output is a score for each kind and one for nothing, and the place on the ground as
a correction of the detector's own figure, with its expected error. PyTorch comes from Debian; the same data and seed give
the same order of samples.
"""
import argparse
import copy
import json
import math
import os
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from train import KINDS, block, exported, follow

SIDE, COLUMNS = 64, 17
CLASSES = len(KINDS) + 1  # The last class is "nothing".
# The columns of a proposal; see cutouts.cpp.
TRUE, PROPOSED, SCORE, LEFT, TOP, SIZE, TRUE_X, TRUE_Y, SHARE, TOLD_X, TOLD_Y, DOUBT = 0, 1, 2, 3, 4, 5, 6, 7, 12, 14, 15, 16
# Corrections are learnt in this many pixels of the cutout.
UNIT_PX = 4.0
MOVED_LEAST_SHARE = 0.25


class CloserLook(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(block(3, 16, 2), block(16, 32, 2), block(32, 32), block(32, 64, 2), block(64, 64), block(64, 64, 2))
        self.seen = nn.Linear(64 * 16, 64)
        self.told = nn.Linear(3 + len(KINDS), 64)
        self.scores = nn.Linear(64, CLASSES)
        self.place = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 3))

    def forward(self, cutout, hint):
        found = torch.relu(self.seen(self.body(cutout).flatten(1)) + self.told(hint))
        return torch.cat([self.scores(F.dropout(found, 0.15, self.training)), self.place(found)], 1)


class Proposals:
    """Cutouts and their proposals, whole in the memory of `device`, or on disk where that is the processor's. Of
    several stems, separated by commas, they follow one another."""

    def __init__(self, stems, device="cpu"):
        bytes_of = [np.memmap(stem + ".cutouts", dtype=np.uint8, mode="r") for stem in stems.split(",")]
        figures = [np.fromfile(stem + ".proposals", dtype=np.float32) for stem in stems.split(",")]
        self.parts = [part.reshape(-1, SIDE, SIDE, 3) for part in bytes_of]
        self.rows = np.concatenate(figures).reshape(-1, COLUMNS)
        self.first, self.device = np.cumsum([0] + [len(part) for part in self.parts]), torch.device(device)
        self.table = torch.from_numpy(self.rows).to(self.device)
        if self.device.type == "cuda":
            whole = [torch.from_numpy(np.asarray(part)).to(self.device) for part in self.parts]
            self.cutouts = whole[0] if len(whole) == 1 else torch.cat(whole)

    def __len__(self):
        return len(self.rows)

    def taken(self, indices):
        if self.device.type == "cuda":
            return self.cutouts[indices]
        found = []
        for i in indices.tolist():
            part = int(np.searchsorted(self.first, i, side="right")) - 1
            found.append(self.parts[part][i - self.first[part]])
        return torch.from_numpy(np.stack(found))


def in_cutout(rows, x, y):
    scale = SIDE / rows[:, SIZE]
    return torch.stack([(rows[:, x] - rows[:, LEFT]) * scale, (rows[:, y] - rows[:, TOP]) * scale], 1)


def sample(proposals, indices, generator):
    """Makes cutouts, hints, kinds, corrections of the place and their weights; with a generator, in other colours, mirrored, moved
    and stretched."""
    pictures = proposals.taken(indices).float()
    rows = proposals.table[indices]
    n, device = len(rows), proposals.device
    true, told, doubt = in_cutout(rows, TRUE_X, TRUE_Y), in_cutout(rows, TOLD_X, TOLD_Y), rows[:, DOUBT] * SIDE / rows[:, SIZE]

    def uniform(low, high, *shape):
        return torch.rand((n, *shape), generator=generator, device=device) * (high - low) + low

    if generator is not None:
        pictures = pictures * (uniform(0.75, 1.25, 1, 1, 1) * uniform(0.9, 1.1, 1, 1, 3)) + uniform(-10, 10, 1, 1, 1)
        repainted = uniform(0, 1) < 0.25
        order = torch.where(repainted[:, None], uniform(0, 1, 3).argsort(1), torch.arange(3, device=device)[None, :])
        pictures = pictures.gather(3, order[:, None, None, :].expand_as(pictures))
        mirrored = uniform(0, 1) < 0.5
        pictures = torch.where(mirrored[:, None, None, None], pictures.flip(2), pictures)
        for place in (true, told):
            place[:, 0] = torch.where(mirrored, SIDE - place[:, 0], place[:, 0])
    pictures = (pictures.clamp(0, 255) / 255).permute(0, 3, 1, 2)
    if generator is not None:
        zoom_x = uniform(0.86, 1.16)
        zoom_y = zoom_x * uniform(0.88, 1.14)
        shift = uniform(-0.12, 0.12, 2)
        turn = torch.zeros((n, 2, 3), device=device)
        turn[:, 0, 0], turn[:, 1, 1], turn[:, :, 2] = zoom_x, zoom_y, shift
        grid = F.affine_grid(turn, pictures.shape, align_corners=False)
        pictures = F.grid_sample(pictures, grid, align_corners=False)
        half = SIDE / 2
        for place in (true, told):
            place[:] = ((place - half) / half - shift) / torch.stack([zoom_x, zoom_y], 1) * half + half
        doubt = doubt / zoom_y
        # Plays a person who stands before the thing.
        hidden = uniform(0, 1) < 0.2
        width, height = uniform(4, 14).floor(), uniform(8, 36).floor()
        x, y = (uniform(0, 1) * (SIDE - width)).floor(), (uniform(0, 1) * (SIDE - height)).floor()
        pixel = torch.arange(SIDE, device=device)
        across = (pixel >= x[:, None]) & (pixel < (x + width)[:, None]) & hidden[:, None]
        down = (pixel >= y[:, None]) & (pixel < (y + height)[:, None])
        before = (down[:, None, :, None] & across[:, None, None, :])
        pictures = torch.where(before, uniform(0, 0.8, 1, 1, 1), pictures)
    return pictures.contiguous(memory_format=torch.channels_last), *described(rows, true, told, doubt)


def described(rows, true, told, doubt):
    score = rows[:, SCORE].clamp(0.002, 0.998)
    proposed = F.one_hot(rows[:, PROPOSED].long(), len(KINDS)).float()
    hint = torch.cat([(told - SIDE / 2) / (SIDE / 4), doubt.clamp(min=0.02).log()[:, None], proposed], 1)
    correction = ((true - told) / UNIT_PX).clamp(-6, 6)
    moved = ((rows[:, TRUE] == rows[:, PROPOSED]) & (rows[:, SHARE] >= MOVED_LEAST_SHARE)).float()
    return hint, rows[:, TRUE].long(), correction, moved, (score / (1 - score)).log()


def loss_of(output, kinds, correction, moved):
    scores, place, log_doubt = output[:, :CLASSES], output[:, CLASSES : CLASSES + 2], output[:, CLASSES + 2].clamp(-4, 3)
    error = (place - correction).abs()
    row = error[:, 1] * torch.exp(-log_doubt) + log_doubt
    return F.cross_entropy(scores, kinds, label_smoothing=0.02), ((row + 0.5 * error[:, 0]) * moved).sum() / moved.sum().clamp(min=1)


def log_odds(scores, kinds):
    """Log-odds of one kind against all others and nothing."""
    at = kinds[:, None]
    others = torch.logsumexp(scores.scatter(1, at, -1e9), 1)
    return (scores.gather(1, at)[:, 0] - others).clamp(-9, 9)


def looked(model, proposals):
    """Gives for each proposal the log-odds of the detector and of the closer look, and the error of the row, pixels of the
    picture, of the detector and of the closer look."""
    model.eval()
    parts = []
    with torch.no_grad():
        for start in range(0, len(proposals), 500):
            rows = proposals.rows[start : start + 500]
            pictures, hint, _, correction, _, score = sample(proposals, torch.arange(start, start + len(rows)), None)
            output = model(pictures, hint)
            mirrored_hint = hint.clone()
            mirrored_hint[:, 0] *= -1
            mirrored = model(pictures.flip(3).contiguous(memory_format=torch.channels_last), mirrored_hint)
            kinds = torch.from_numpy(rows[:, PROPOSED].astype(np.int64))
            odds = (log_odds(output[:, :CLASSES], kinds) + log_odds(mirrored[:, :CLASSES], kinds)) / 2
            row = (output[:, CLASSES + 1] + mirrored[:, CLASSES + 1]) / 2
            told_error = rows[:, TOLD_Y] - rows[:, TRUE_Y]
            parts.append(np.stack([score, odds, told_error, told_error + row.numpy() * UNIT_PX * rows[:, SIZE] / SIDE], 1))
    return np.concatenate(parts)


def confidence_weights(proposals, figures):
    """Logistic regression of "it is of that kind" on both log-odds, of the kinds that can be accused."""
    rows = proposals.rows
    use = (rows[:, PROPOSED] < 5) & ((rows[:, SHARE] >= 0.3) | (rows[:, TRUE] == CLASSES - 1))
    right = (rows[use, TRUE] == rows[use, PROPOSED]).astype(float)
    inputs = np.stack([np.ones(use.sum()), figures[use, 0], figures[use, 1]], 1)
    weights = np.zeros(3)
    for _ in range(40):
        p = 1 / (1 + np.exp(-inputs @ weights))
        weights += np.linalg.solve((inputs * (p * (1 - p))[:, None]).T @ inputs + 1e-3 * np.eye(3), inputs.T @ (right - p))
    return weights


def ranked(figure, right):
    """Area under the ROC curve: the share of pairs in which the right one has the higher figure."""
    order = np.argsort(np.argsort(figure))
    hits = right.sum()
    return (order[right].sum() - hits * (hits - 1) / 2) / max(1, hits * (len(right) - hits))


def report(proposals, figures, weights):
    rows, found = proposals.rows, {}
    belief = weights[0] + figures[:, :2] @ weights[1:]
    for k, kind in enumerate(KINDS[:5]):
        use = (rows[:, PROPOSED] == k) & ((rows[:, SHARE] >= 0.35) | (rows[:, TRUE] == CLASSES - 1))
        right = rows[use, TRUE] == k
        standing = use & (rows[:, TRUE] == k)
        found[kind] = {"proposals": int(use.sum()), "right": round(float(right.mean()), 3), "auc_detector": round(float(ranked(figures[use, 0], right)), 3),
                       "auc_confidence": round(float(ranked(belief[use], right)), 3),
                       "row_error_px": [round(float(np.abs(figures[standing, c]).mean()), 2) for c in (2, 3)],
                       "row_error_p90_px": [round(float(np.percentile(np.abs(figures[standing, c]), 90)), 2) for c in (2, 3)]}
        print(kind, found[kind], flush=True)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cutouts")
    parser.add_argument("calibration")
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--resume", default="", help="weights (.pt) to go on from")
    parser.add_argument("--rate", type=float, default=3e-3, help="highest learning rate")
    parser.add_argument("--device", default="cpu", help="cpu, or cuda: the cutouts are then held in the card's memory")
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    generator = torch.Generator(options.device).manual_seed(1)
    proposals, calibration = Proposals(options.cutouts, options.device), Proposals(options.calibration)
    model = CloserLook().to(options.device, memory_format=torch.channels_last)
    if options.resume:
        model.load_state_dict(torch.load(options.resume, map_location=options.device))
    mean = copy.deepcopy(model)
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-3)
    began, step, budget = time.monotonic(), 0, options.minutes * 60
    while (share := (time.monotonic() - began) / budget) < 1:
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min(1.0, (step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * share)) + 1e-5
        indices = torch.randint(len(proposals), (options.batch,), generator=generator, device=options.device)
        pictures, hint, kinds, correction, moved, _ = sample(proposals, indices, generator)
        model.train()
        scores_loss, place_loss = loss_of(model(pictures, hint), kinds, correction, moved)
        optimiser.zero_grad()
        (scores_loss + 0.5 * place_loss).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        step += 1
        follow(mean, model, step)
        if step % 500 == 0:
            print(f"step {step} scores {float(scores_loss.detach()):.3f} place {float(place_loss.detach()):.3f} left {budget - (time.monotonic() - began):.0f} s", flush=True)
        if step % 3000 == 0:
            torch.save(mean.state_dict(), options.out + ".pt")
    model = mean.to("cpu", memory_format=torch.contiguous_format)
    model.eval()
    torch.save(model.state_dict(), options.out + ".pt")
    inputs = (torch.zeros(1, 3, SIDE, SIDE), torch.zeros(1, 3 + len(KINDS)))
    exported(model, inputs, options.out, ["cutout", "hint"], ["found"])
    print(f"{step} steps, {step * options.batch} cutouts seen", flush=True)
    figures = looked(model, calibration)
    weights = confidence_weights(calibration, figures)
    with open(options.model) as file:
        listed = json.load(file)
    minutes = round((time.monotonic() - began) / 60, 1)
    listed["closer_look"] = {"file": os.path.basename(options.out), "confidence": [round(float(w), 3) for w in weights],
                             "trained_on": {"cutouts": len(proposals), "seen": step * options.batch, "minutes": minutes},
                             "calibrated": report(calibration, figures, weights)}
    with open(options.model, "w") as file:
        json.dump(listed, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
