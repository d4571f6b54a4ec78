"""Losses of methods on noisy labels, from their papers' formulas: plain forms keep dense tables that an optimiser steps through, expert
forms move the visited rows alone."""
import torch
from torch import nn
from torch.nn import functional as F

LEAST = 1e-4


class CrossEntropy:
    views = 1

    def loss(self, logits, labels, index):
        return F.cross_entropy(logits, labels)

    def zero_grad(self, set_to_none=True):
        pass

    def step(self):
        pass


class Sop:
    """Liu et al., ICML 2022: p + u*u at the given class - v*v elsewhere. With two views, SOP+'s consistency and balance too."""

    def __init__(self, samples, classes, device, sparse, views):
        self.views, self.sparse, self.rates = views, sparse, (10.0, 10.0)
        make = lambda width: torch.empty(samples, width, device=device).normal_(0, 1e-8)
        self.u, self.v, self.rows = make(1), make(classes), None
        if not sparse:
            self.u, self.v = nn.Parameter(self.u), nn.Parameter(self.v)
            self.optimiser = torch.optim.SGD([{"params": [self.u], "lr": self.rates[0]}, {"params": [self.v], "lr": self.rates[1]}], lr=0.1)

    def loss(self, logits, labels, index):
        logits = logits.float()
        first, second = (logits, None) if self.views == 1 else logits.chunk(2)
        if self.sparse:
            self.rows = (index, self.u[index].requires_grad_(), self.v[index].requires_grad_())
            u, v = self.rows[1:]
        else:
            u, v = self.u[index], self.v[index]
        given = F.one_hot(labels, first.shape[1]).float()
        up, down = (u ** 2 * given).clamp(0, 1), (v ** 2 * (1 - given)).clamp(0, 1)
        q = (first.softmax(1) + up - down.detach()).clamp_min(LEAST)
        q = (q / q.sum(1, keepdim=True).clamp_min(LEAST)).clamp(LEAST, 1)
        predicted = F.one_hot(first.argmax(1), first.shape[1]).float()
        total = -(given * q.log()).sum(1).mean() + ((predicted + up - down - given) ** 2).sum() / len(labels)
        if second is not None:
            seen = first.detach().softmax(1)
            total = total + 0.9 * (seen * (seen.log() - second.log_softmax(1))).sum(1).mean() - 0.1 * q.mean(0).clamp(LEAST, 1).log().mean()
        return total

    def zero_grad(self, set_to_none=True):
        if not self.sparse:
            self.optimiser.zero_grad()

    def step(self):
        if not self.sparse:
            self.optimiser.step()
            return
        index, u, v = self.rows
        with torch.no_grad():
            self.u.index_add_(0, index, u.grad, alpha=-self.rates[0])
            self.v.index_add_(0, index, v.grad, alpha=-self.rates[1])


def method(name, samples, classes, device, sparse):
    if name == "ce":
        return CrossEntropy()
    return Sop(samples, classes, device, sparse, views=2 if name == "sop+" else 1)
