"""Training steps on 32x32 pictures with everything that a step needs, batches included: as scripts have it, or as experts write it (side.py).
The plain side keeps a method's tables dense; the expert moves the visited rows alone."""
from robust import method
from side import side

if __name__ == "__main__":
    us = side(method={"choices": ["ce", "sop", "sop+"], "default": "ce"})
    model = us.network()
    optimiser, forward = us.sgd(model), us.compiled(model)
    robust = method(us.options.method, us.options.samples, 10, us.device, sparse=us.expert)
    batches = us.batches(us.options.samples, robust.views)

    def step():
        inputs, target, index = next(batches)
        with us.cast():
            logits = forward(inputs)
        loss = robust.loss(logits.float(), target, index)
        us.update(loss, robust, optimiser)
        return loss

    us.serve(step)
