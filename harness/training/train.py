"""Trains the detector on renders and writes it as ONNX with its list of kinds.

    train.py RENDERS VALIDATION OUT.onnx [--minutes 30] [--threads 1]

The detector is a centre-point network (Zhou et al., Objects as Points, 2019) small enough for 2 ms on one core: a heat map
a kind on a grid of 4 pixels, and for each cell the box around its centre, the rectangle of ground on which the thing
stands, and the expected error of that. The last is learnt as in Kendall and Gal (What Uncertainties Do We Need, 2017): the
scale of a Laplace distribution. PyTorch from Debian; the same data and seed give the same order of samples.
"""
import argparse
import copy
import inspect
import json
import math
import os
import struct
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

WIDTH, HEIGHT, STRIDE = 320, 144, 4


def kinds_beside(stem):
    """Names of the kinds in the order of their numbers, as the program that drew the pictures wrote them."""
    with open(stem + ".kinds") as file:
        return file.read().split()


# The kinds are those of the pictures that the command line names first.
KINDS = kinds_beside(sys.argv[1].split(",")[0]) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else []
GRID_W, GRID_H = WIDTH // STRIDE, HEIGHT // STRIDE


def block(inputs, outputs, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


# Values of each cell beside the scores, in pixels of the small picture: box as distances to its left, upper, right and
# lower edge; middle of the ground from the cell; halves of the ground to the right and upwards. Then the logarithm of
# the expected error.
REGRESSED = 10


class Detector(nn.Module):
    """Numbers of maps are chosen for cv::dnn 4.6: it computes three at a time, and reads rows of (maps × 9) weights padded to
    8, which must come to a multiple of 16; otherwise every second row would straddle two cache lines."""

    def __init__(self):
        super().__init__()
        self.c2 = block(3, 12, 2)
        self.c4 = block(12, 21, 2)
        self.c8 = block(21, 48, 2)
        self.c16 = nn.Sequential(block(48, 78, 2), block(78, 78), block(78, 78), block(78, 78))
        self.up8 = nn.Conv2d(78, 48, 1)
        self.m8 = block(48, 48)
        self.up4 = nn.Conv2d(48, 21, 1)
        self.m4 = block(21, 30)
        self.heat = nn.Conv2d(30, len(KINDS), 1)
        self.place = nn.Conv2d(30, REGRESSED + 1, 1)
        nn.init.constant_(self.heat.bias, -4.0)

    def forward(self, picture):
        c4 = self.c4(self.c2(picture))
        c8 = self.c8(c4)
        c16 = self.c16(c8)
        m8 = self.m8(c8 + F.interpolate(self.up8(c16), scale_factor=2.0, mode="nearest"))
        m4 = self.m4(c4 + F.interpolate(self.up4(m8), scale_factor=2.0, mode="nearest"))
        # Places are given to a fraction of a pixel, which needs more than 16 bits.
        with torch.autocast(m4.device.type, enabled=False):
            return self.heat(m4.float()), self.place(m4.float())


class Deployed(nn.Module):
    """The net as the engine runs it: one output with scores before the sigmoid, then places, then the logarithm of the expected
    error. The engine computes sigmoid and exponential only for the few cells in which something is found."""

    def __init__(self, detector):
        super().__init__()
        self.detector = detector

    def forward(self, picture):
        return torch.cat(self.detector(picture), 1)


class Renders:
    """Renders and their labels, whole in the memory of `device`, or on disk where that is the processor's. Of several
    stems, separated by commas, the pictures follow one another."""

    def __init__(self, stems, device="cpu"):
        parts, self.things = [], []
        for stem in stems.split(","):
            parts.append(np.memmap(stem + ".pictures", dtype=np.uint8, mode="r").reshape(-1, HEIGHT, WIDTH, 3))
            with open(stem + ".labels", "rb") as file:
                for _ in range(len(parts[-1])):
                    (count,) = struct.unpack("I", file.read(4))
                    rows = np.frombuffer(file.read(48 * count), dtype=np.float32).reshape(count, 12)
                    self.things.append(rows[np.argsort(-rows[:, 3] * rows[:, 4], kind="stable")])
        self.parts, self.device = parts, torch.device(device)
        self.first = np.cumsum([0] + [len(part) for part in parts])
        if self.device.type == "cuda":
            whole = [torch.from_numpy(np.asarray(part)).to(self.device) for part in parts]
            self.pictures = whole[0] if len(whole) == 1 else torch.cat(whole)
        # A row of the table is a thing. A picture has as many rows as the fullest one, and of these the first are its
        # own.
        most = max(len(rows) for rows in self.things)
        table = np.zeros((len(self.things), most, 13), np.float32)
        for i, rows in enumerate(self.things):
            table[i, : len(rows), :12] = rows
            table[i, : len(rows), 12] = 1
        self.table = torch.from_numpy(table).to(self.device)

    def __len__(self):
        return len(self.things)

    def taken(self, indices, rows, columns):
        """The pictures of these numbers, rows and columns of each in the order given, B × H × W × 3 bytes."""
        if self.device.type == "cuda":
            return self.pictures[indices[:, None, None], rows[:, :, None], columns[:, None, :]]
        pictures = []
        for i, r, c in zip(indices.tolist(), rows.numpy(), columns.numpy()):
            part = int(np.searchsorted(self.first, i, side="right")) - 1
            pictures.append(self.parts[part][i - self.first[part]][r][:, c])
        return torch.from_numpy(np.stack(pictures))


def targets(things):
    """Makes of B × M × 13 things heat maps, places, their weights, and the cells in which something is to be learnt.
    The things of a picture come in the order of their size, so that a smaller one has the cells that it shares."""
    count, device = len(things), things.device
    there, learn = things[..., 12] > 0, (things[..., 5] > 0) & (things[..., 12] > 0)
    x, y, w, h = (things[..., c] / STRIDE for c in range(1, 5))
    column, row = (torch.arange(n, device=device, dtype=torch.float32) for n in (GRID_W, GRID_H))

    def covered(low, size, cells):
        within = (cells >= low.floor()[..., None]) & (cells <= (low + size).floor()[..., None])
        return within & (there & ~learn)[..., None]

    ignored = covered(y, h, row).float().transpose(1, 2) @ covered(x, w, column).float()
    ignore = (ignored < 0.5).float()[:, None]

    def bump(low, size, cells):
        middle = (low + size / 2).floor().clamp(0, len(cells) - 1)
        spread = (size / 6).clamp(min=0.6)
        away = cells - middle[..., None]
        near = away.abs() <= (3 * spread).floor()[..., None] + 1
        return torch.exp(-(away ** 2) / (2 * spread ** 2)[..., None]) * near, middle

    bump_y, middle_y = bump(y, h, row)
    bump_x, middle_x = bump(x, w, column)
    bumps = bump_y[..., :, None] * bump_x[..., None, :] * learn[..., None, None]
    kind = things[..., 0].long()
    heat = torch.zeros((count, len(KINDS), GRID_H, GRID_W), device=device)
    heat.scatter_reduce_(1, kind[..., None, None].expand_as(bumps), bumps, "amax")
    picture, thing = torch.nonzero(learn, as_tuple=True)
    heat[picture, kind[picture, thing], middle_y[picture, thing].long(), middle_x[picture, thing].long()] = 1
    order = torch.arange(1, things.shape[1] + 1, device=device)[:, None, None]
    last = ((bumps > 0.6) * order).amax(1)
    weight = (last > 0).float()[:, None]
    at = (last - 1).clamp(min=0).reshape(count, -1)
    v = things.gather(1, at[..., None].expand(-1, -1, 13)).reshape(count, GRID_H, GRID_W, 13)
    px, py = ((column + 0.5) * STRIDE)[None, :].expand(GRID_H, -1), ((row + 0.5) * STRIDE)[:, None].expand(-1, GRID_W)
    place = torch.stack([px - v[..., 1], py - v[..., 2], v[..., 1] + v[..., 3] - px, v[..., 2] + v[..., 4] - py,
                         v[..., 6] - px, v[..., 7] - py, v[..., 8], v[..., 9], v[..., 10], v[..., 11]], 1) * weight
    return heat, place, weight, ignore


def prepared(renders, indices, generator):
    """Pictures and targets of these renders; with a generator, each in another light, mirrored and moved."""
    count, device = len(indices), renders.device
    things = renders.table[indices]
    rows = torch.arange(HEIGHT, device=device).expand(count, -1)
    columns = torch.arange(WIDTH, device=device).expand(count, -1)
    if generator is None:
        pictures = renders.taken(indices, rows, columns).float()
    else:
        def uniform(low, high, *shape):
            return torch.rand((count, *shape), generator=generator, device=device) * (high - low) + low

        dx, dy = uniform(-12, 13).floor().long(), uniform(-10, 11).floor().long()
        mirrored = uniform(0, 1) < 0.5
        columns = (columns - dx[:, None]) % WIDTH
        columns = torch.where(mirrored[:, None], WIDTH - 1 - columns, columns)
        pictures = renders.taken(indices, (rows - dy[:, None]) % HEIGHT, columns).float()
        pictures = pictures * uniform(0.75, 1.25, 1, 1, 1) * uniform(0.93, 1.07, 1, 1, 3) + uniform(-10, 10, 1, 1, 1)
        # Of some the colours are changed altogether, because a thing's kind does not depend on its paint.
        repainted = uniform(0, 1) < 0.1
        order = torch.where(repainted[:, None], uniform(0, 1, 3).argsort(1), torch.arange(3, device=device)[None, :])
        pictures = pictures.gather(3, order[:, None, None, :].expand_as(pictures))
        things, m = things.clone(), mirrored[:, None]
        things[..., 1] = torch.where(m, WIDTH - things[..., 1] - things[..., 3], things[..., 1]) + dx[:, None]
        things[..., 6] = torch.where(m, WIDTH - things[..., 6], things[..., 6]) + dx[:, None]
        things[..., 9] = torch.where(m, -things[..., 9], things[..., 9])
        things[..., 10] = torch.where(m, -things[..., 10], things[..., 10])
        things[..., 2] += dy[:, None]
        things[..., 7] += dy[:, None]
        cx, cy = things[..., 1] + things[..., 3] / 2, things[..., 2] + things[..., 4] / 2
        things[..., 12] *= (cx > 2) & (cx < WIDTH - 2) & (cy > 2) & (cy < HEIGHT - 2)
    pictures = (pictures.clamp(0, 255) / 255).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
    return pictures, targets(things)


class Batches(torch.utils.data.IterableDataset):
    """Batches without end, in an order that the seed decides. The processor makes them in a process of its own while
    the net learns."""

    def __init__(self, renders, size, seed):
        self.renders, self.size, self.seed = renders, size, seed

    def __iter__(self):
        torch.set_num_threads(1)
        device = self.renders.device
        generator = torch.Generator(device).manual_seed(self.seed)
        while True:
            order = torch.randperm(len(self.renders), generator=generator, device=device)
            for start in range(0, len(order) - self.size + 1, self.size):
                yield prepared(self.renders, order[start : start + self.size], generator)


def loss_of(heat, place, truth):
    t_heat, t_place, weight, ignore = truth
    p = torch.sigmoid(heat).clamp(1e-4, 1 - 1e-4)
    positive = (t_heat >= 0.999).float()
    focal = -(positive * (1 - p) ** 2 * torch.log(p) + (1 - positive) * (1 - t_heat) ** 4 * p ** 2 * torch.log(1 - p)) * torch.maximum(ignore, positive)
    error = (place[:, :REGRESSED] - t_place).abs()
    size = (t_place[:, 0:2] + t_place[:, 2:4]).abs().clamp(min=4)
    box = (error[:, 0:4] / size.repeat(1, 2, 1, 1)).sum(1, keepdim=True)
    halves = (error[:, 6:10] / size.repeat(1, 2, 1, 1)).sum(1, keepdim=True) + error[:, 4:5] / size[:, 0:1]
    # The row of the middle gives the distance of a thing from the wall, on which the verdict depends; the net therefore
    # also learns its expected error.
    log_doubt = place[:, REGRESSED:].clamp(-3, 4)
    row = error[:, 5:6] * torch.exp(-log_doubt) + log_doubt
    cells = weight.sum().clamp(min=1)
    return focal.sum() / positive.sum().clamp(min=1), ((2 * box + 2 * halves + row) * weight).sum() / cells


def follow(mean, model, step):
    """Running mean of the weights, which detects better than the weights of any one step."""
    keep = min(0.999, (1 + step) / (10 + step))
    with torch.no_grad():
        for kept, now in zip(mean.state_dict().values(), model.state_dict().values()):
            if kept.dtype.is_floating_point:
                kept.lerp_(now, 1 - keep)
            else:
                kept.copy_(now)


def exported(model, inputs, path, input_names, output_names):
    """Writes a net as ONNX of opset 11, which cv::dnn 4.6 reads. The second exporter of newer PyTorch cannot."""
    first = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    names = {"input_names": input_names, "output_names": output_names}
    torch.onnx.export(model, inputs, path, opset_version=11, **names, **first)


def decode(output, threshold):
    """Peaks of one picture's maps: (kind, score, x, y, w, h, row of the ground's middle)."""
    scores, place = torch.sigmoid(output[: len(KINDS)]), output[len(KINDS):]
    peak = F.max_pool2d(scores[None], 3, 1, 1)[0]
    found = []
    for k, iy, ix in zip(*np.nonzero(((scores == peak) & (scores > threshold)).numpy())):
        l, t, r, b = (float(v) for v in place[:4, iy, ix])
        px, py = (ix + 0.5) * STRIDE, (iy + 0.5) * STRIDE
        found.append((int(k), float(scores[k, iy, ix]), px - l, py - t, l + r, t + b, py + float(place[5, iy, ix])))
    return found


def iou(a, b):
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / (a[2] * a[3] + b[2] * b[3] - w * h)


def measure(model, renders, limit, thresholds):
    """Computes precision and recall by kind at the given thresholds, IoU ≥ 0.5, and by kind the errors of the ground's row,
    pixels of the small picture, on about `limit` renders that lie evenly among all."""
    model.eval()
    chosen = range(0, len(renders), max(1, len(renders) // limit))
    rows = [[] for _ in KINDS]
    hits = {t: np.zeros((len(KINDS), 3)) for t in thresholds}  # found, proposed, true
    with torch.no_grad():
        for start in range(0, len(chosen), 32):
            indices = chosen[start : start + 32]
            pictures, _ = prepared(renders, torch.tensor(list(indices)), None)
            outputs = Deployed(model)(pictures)
            for n, i in enumerate(indices):
                things = renders.things[i]
                for t in thresholds:
                    found = sorted(decode(outputs[n], t), key=lambda f: -f[1])
                    used = set()
                    for f in found:
                        best, best_iou = None, 0.5
                        for j, thing in enumerate(things):
                            if j in used or int(thing[0]) != f[0]:
                                continue
                            v = iou(f[2:6], thing[1:5])
                            if v >= best_iou:
                                best, best_iou = j, v
                        if best is not None:
                            used.add(best)
                            if things[best][5] > 0:
                                if t == thresholds[0]:
                                    rows[f[0]].append(abs(f[6] - float(things[best][7])))
                                hits[t][f[0], 0] += 1
                                hits[t][f[0], 1] += 1
                        elif not any(thing[5] == 0 and iou(f[2:6], thing[1:5]) > 0.2 for thing in things):
                            hits[t][f[0], 1] += 1
                    for thing in things:
                        if thing[5] > 0:
                            hits[t][int(thing[0]), 2] += 1
    return hits, rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("renders")
    parser.add_argument("validation")
    parser.add_argument("out")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--resume", default="", help="weights (.pt) to go on from")
    parser.add_argument("--seed", type=int, default=1, help="order of samples")
    parser.add_argument("--rate", type=float, default=2.5e-3, help="highest learning rate")
    parser.add_argument("--bf16", action="store_true",
                        help="convolve in 16 bits for the first seven tenths, where that is quicker")
    parser.add_argument("--device", default="cpu", help="cpu, or cuda: the renders are then held in the card's memory")
    parser.add_argument("--measure", type=int, default=1500,
                        help="pictures of the validation by which thresholds are chosen")
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    renders, validation = Renders(options.renders, options.device), Renders(options.validation)
    batches = Batches(renders, options.batch, options.seed)
    if options.device == "cpu":
        batches = torch.utils.data.DataLoader(batches, batch_size=None, num_workers=1, prefetch_factor=4)
    batches = iter(batches)
    model = Detector().to(options.device, memory_format=torch.channels_last)
    if options.resume:
        model.load_state_dict(torch.load(options.resume, map_location=options.device))
    mean = copy.deepcopy(model)
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-4)
    began, step, seen = time.monotonic(), 0, 0
    budget = options.minutes * 60
    while True:
        share = (time.monotonic() - began) / budget
        if share >= 1:
            break
        rate = options.rate * min(1.0, (step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * share)) + 1e-5
        for group in optimiser.param_groups:
            group["lr"] = rate
        pictures, truth = next(batches)
        model.train()
        with torch.autocast(options.device, torch.bfloat16, enabled=options.bf16 and share < 0.7):
            heat, place = model(pictures)
        heat_loss, place_loss = loss_of(heat.float(), place.float(), truth)
        optimiser.zero_grad()
        (heat_loss + place_loss).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimiser.step()
        step += 1
        follow(mean, model, step)
        seen += options.batch
        if step % 100 == 0:
            print(f"step {step} pictures {seen} heat {float(heat_loss.detach()):.3f} place {float(place_loss.detach()):.3f} left {budget - (time.monotonic() - began):.0f} s", flush=True)
        if step % 1000 == 0:
            torch.save(mean.state_dict(), options.out + ".pt")
    model = mean.to("cpu", memory_format=torch.contiguous_format)
    model.eval()
    torch.save(model.state_dict(), options.out + ".pt")
    exported(Deployed(model), torch.zeros(1, 3, HEIGHT, WIDTH), options.out, ["picture"], ["maps"])
    print(f"{step} steps, {seen} pictures seen", flush=True)
    thresholds = [0.25, 0.3, 0.35, 0.4, 0.45, 0.5]
    hits, rows = measure(model, validation, options.measure, thresholds)
    chosen = []
    report = {}
    for k, kind in enumerate(KINDS):
        def f1(t):
            found, proposed, true = hits[t][k]
            return 2 * found / max(1, proposed + true)
        best = max(thresholds, key=f1)
        chosen.append(best)
        found, proposed, true = hits[best][k]
        report[kind] = {"threshold": best, "precision": round(found / max(1, proposed), 3), "recall": round(found / max(1, true), 3), "things": int(true),
                        "row_error_px": round(float(np.median(rows[k])), 2) if rows[k] else None}
        print(kind, report[kind], flush=True)
    with open(os.path.splitext(options.out)[0] + ".json", "w") as file:
        json.dump({"kinds": KINDS, "width_px": WIDTH, "height_px": HEIGHT, "stride_px": STRIDE, "ground": True, "lower_rows": True, "thresholds": chosen,
                   "trained_on": {"pictures": len(renders), "seen": seen, "minutes": round((time.monotonic() - began) / 60, 1)}, "held_out": report}, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
