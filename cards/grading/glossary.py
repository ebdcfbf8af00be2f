"""What the field says in more than one way: synonyms, opposites, and words that carry a direction.

Data, shared by all cards. A line of ``SYNONYMS`` holds the writings of one idea. A writing that
begins with "not" stands for a denial ("not see" is found in "has never seen"). Ideas that a card
may have to tell apart, such as an epoch and a step, stand in no common line.
"""

from typing import Final

from cards.grading.listing import listed

_SYNONYMS: Final = """
example | sample | instance | data point | record | item | row | observation | training example
    | training sample | data item | image
dataset | training set | training data | trainset | training examples
data | dataset | training data | training set | training examples | examples | samples | records
    | rows | images | trainset | instances
whole | entire | full | complete
every | all | each | whole | entire | complete | full | everything | total
once | one time | a single time | exactly one time | 1x
pass | sweep | round | cycle | run through | walk through | traversal | go through | go over | loop
single | one | 1 | lone | sole
several | multiple | many | few | a number of | a couple | various | more than one
number | amount | count | quantity | how many
group | set | bunch | subset | collection | chunk | portion | handful
part | fraction | portion | share | piece | subset | slice | some
together | at the same time | at once | simultaneously | in one go | jointly | in parallel
    | at a time
different | various | distinct | several | varying | other
parameter | weight | weights and biases
model | network | net | neural network | neural net
learn | find | train | fit | discover | acquire | pick up | estimate
update | adjust | change | modify | alter | tweak | correct | move | shift
choose | set | pick | select | decide | specify | define | fix | configure
before | prior | ahead | beforehand | in advance | up front | earlier than
after | afterwards | following | later than | subsequently
person | human | user | engineer | developer | programmer | practitioner | somebody | someone
    | by hand | manually
setting | configuration | option | value | knob | hyperparameter
process | work through | feed | push through | run through | handle | pass through | use | see
    | go through | look at | propagate
use | apply | see | process | visit | show | go through | employ
prediction | output | guess | predict | forecast | what the model says | what it said
target | label | ground truth | true value | right answer | correct answer | correct output
    | true label | expected output | desired output | wanted answer | actual value | right value
    | real answer | truth | correct value | real value | what it should have said
input | feature
gap | difference | error | mistake | distance | deviation | discrepancy | far off | how wrong
    | mismatch
loss | error | cost | objective | mistake
formula | function | measure | metric | equation | rule
large | big | high | great | huge
small | little | low | tiny
more | greater | additional
bad | poor | wrong | worse | terrible
good | well | better
gradient | slope | derivative
direction | which way | up or down | sign
steeply | how fast | how much | how strongly | slope | steepness | rate of change
fall | lower | reduce | decrease | minimise | shrink | go down | bring down | drop | descend
    | decline | get smaller | become smaller
rise | grow | increase | go up | climb | raise | ramp up | blow up | explode | get larger
    | become larger | get bigger | get worse
again and again | repeatedly | over and over | iteratively | step by step | many times | bit by bit
    | gradually | repeat | iterative
little | slightly | a bit | small step | small amount | tiny | nudge | wiggle
downhill | descent | opposite direction | against the gradient | negative gradient | downwards
    | goes down
random | by chance | arbitrary | stochastic | shuffled
average | mean
sum | add up | accumulate | collect | total | add | gather | pile up
past | previous | earlier | old | history | former | prior | so far
memory | remember | history | running average
fading | decaying | exponential | dying away | decay
held out | heldout | kept out | kept aside | set aside | kept apart | not trained on | reserved
    | not used for training | unseen | separate | not learn from | not used in the updates
new | unseen | unknown | not see | not meet | heldout | held out | not trained on | fresh
    | other data | real-world data | not know
known | seen | trained on
generalise | do well on new data | work well on new data
how well | performance | perform | quality | accuracy | work well | does well
overfit | memorise | by heart | fit too closely | too closely | overfitting
pattern | structure | relationship | regularity | trend | signal
miss | not find | not capture | not learn | overlook | not recognise
noise | randomness | fluctuation | jitter | outlier | quirk
compare | evaluate | choose between | rank | tune | pick | select
stop | end | quit | finish | halt | terminate | cut short | abort | break off | interrupt
improve | get better | better
no improvement | not improve | stops improving | not get better | not decrease | plateau
    | stagnate | not fall | flatten | gets worse
validation | heldout | held out | dev | development
early | ahead of schedule | before the end | prematurely | planned | remaining
method | technique | measure | trick | approach | tool
prevent | keep from | stop from | avoid | hold back | against | hinder | discourage | fight
    | counter | combat | reduce
device | gpu | machine | accelerator | worker | node | processor | tpu | computer
copy | replica | duplicate | clone | replicated | whole model | entire model | full model
    | same model
intermediate | hidden | in between | interim
keep | store | save | hold | retain | cache | remember | hold on to
forward pass | forward
backward pass | backward | backpropagation
compute | calculate | work out | arithmetic | operation | math
recompute | compute again | calculate again | redo | recalculate
16 bit | half precision | low precision
32 bit | full precision | single precision | high precision
delicate | sensitive | critical | suffer | fragile | important
most | mostly | bulk | nearly everything | majority | almost everything | largely
multiply | times | scale | proportional | proportion | factor
divide | ratio | quotient
split | divide | distribute | spread | partition | shard | share out
learning rate | step size
batch size | size of the batch | examples per batch | samples per batch | minibatch size
batch | minibatch
try | trial | search | experiment | explore
resume | continue | go on | restart | carry on | reload | pick up | start again
saved | snapshot | written to disk | stored | save point | dump
start | begin | first part | first steps | early phase | at first | initial | outset | first
end | final | last | finish
near zero | tiny | almost nothing | close to zero | 0 | very small | almost zero
full value | normal value | target value | target rate | peak | maximum | usual value
    | intended value
size | length | magnitude | norm
limit | threshold | cap | bound | maximum | ceiling
switch off | turn off | disable | deactivate | zero out | ignore | set to zero | silence | drop
    | leave out
towards zero | penalise | smaller weights
untouched | not use | not touch | unused
judge | evaluate | test | measure | assess | check
plan | schedule | scheme | policy
combine | mix | merge | join
exceed | not fit | too much | run out of
failure | crash | error
zigzag | oscillate | back and forth | swing | jump around | bounce
cancel out | cancel | average out | even out | dampen | damp | smooth
gain speed | speed up | accelerate | build up | reinforce | amplify
steady | consistent | constant | same direction | persistent
nan | not number | infinity | inf | overflow | no number
hardly | barely | scarcely
round up | ceil | next whole number | next integer
round down | floor
synchronise | sync | exchange | all-reduce
shuffle | random order | reorder | permute | mix
forget | lose | overwrite
one after another | one after the other | sequentially | in turn | one by one | in sequence
independent | separately | on its own
vote | majority
several models | many models | multiple models | group of models | ensemble
pretrained | already trained | existing model | base model
cheap | low cost | save money | inexpensive
expensive | costly | high cost
neuron | unit | node | cell
class | category | label
discrete | categorical | finite
continuous | real valued | numerical
nearest | closest | most similar | minimum distance | smallest distance
kernel | filter | mask
pooling | subsampling | downsampling
nonlinear | not linear
recurrent | feedback | loop
connection | synapse | link | edge
hyperplane | decision boundary | decision surface | separating line
margin | separation | distance
converge | settle | reach the minimum
diverge | unstable | explode | blow up
oscillate | zigzag | bounce | overshoot
trade-off | compromise | balance | dilemma
high variance | overfit | sensitive
high bias | underfit | too simple
reduce dimension | compress | smaller
probability | likelihood | chance | stochastic
repeat | loop | iterate | for each | until
initialise | start with | begin with
propagate | pass | flow | send
winner | winning | best matching
neighbour | neighbourhood | nearby | surrounding
proportional | depends on
fast | quick | rapid
slow | takes long | takes time
"""

SYNONYMS: Final = tuple(
    tuple(writing.strip() for writing in idea.split("|"))
    for idea in _SYNONYMS.replace("\n    ", " ").strip().splitlines()
)

EQUIVALENTS: Final = frozenset(
    """example|dataset|whole|once|single|several|group|together|parameter|model|update|choose
    |loss|fall|rise|average|sum|compute|backward pass|learning rate|batch size|batch|device
    |memorise""".replace("\n    ", "").split("|")
)
"""The first writings of the ideas whose writings may stand for each other anywhere."""

OPPOSITES: Final = (
    ("before", "after"),
    ("prior", "after"),
    ("increase", "decrease"),
    ("rise", "fall"),
    ("rise", "drop"),
    ("grow", "shrink"),
    ("climb", "fall"),
    ("up", "down"),
    ("uphill", "downhill"),
    ("raise", "lower"),
    ("raise", "reduce"),
    ("large", "small"),
    ("big", "small"),
    ("high", "low"),
    ("long", "short"),
    ("more", "less"),
    ("more", "fewer"),
    ("many", "few"),
    ("first", "last"),
    ("start", "end"),
    ("maximise", "minimise"),
    ("multiply", "divide"),
    ("multiply", "add"),
    ("add", "subtract"),
    ("different", "same"),
    ("inside", "outside"),
    ("forward", "backward"),
    ("random", "fixed"),
    ("fast", "slow"),
    ("better", "worse"),
    ("good", "bad"),
    ("good", "poor"),
    ("better", "poor"),
    ("better", "bad"),
    ("find", "miss"),
    ("start", "stop"),
    ("always", "never"),
    ("capture", "miss"),
    ("well", "poorly"),
    ("new", "known"),
    ("unseen", "seen"),
    ("close", "far"),
    ("several", "single"),
    ("once", "twice"),
    ("keep", "discard"),
    ("keep", "delete"),
    ("all", "half"),
    ("exact", "approximate"),
    ("improve", "worsen"),
    ("towards", "away"),
    ("shorten", "lengthen"),
    ("short", "longer"),
    ("push", "pull"),
    ("underfitting", "overfitting"),
    ("merge", "split"),
    ("unknown", "known"),
    ("gain", "lose"),
    ("accept", "reject"),
    ("positive", "negative"),
    ("active", "inactive"),
    ("early", "late"),
    ("earlier", "later"),
    ("begin", "end"),
    ("flat", "steep"),
    ("flatten", "steepen"),
    ("maximum", "minimum"),
    ("best", "worst"),
    ("best", "worse"),
    ("most", "least"),
    ("often", "rarely"),
    ("easy", "difficult"),
    ("equal", "different"),
    ("smooth", "noisy"),
    ("less", "greater"),
    ("increase", "reduce"),
    ("increase", "lower"),
    ("increase", "shrink"),
    ("grow", "fall"),
    ("grow", "reduce"),
    ("rise", "reduce"),
    ("raise", "shrink"),
    ("outside", "inside"),
    ("keep", "drop"),
    ("keep", "forget"),
    ("save", "delete"),
    ("freeze", "train"),
    ("slightly", "strongly"),
    ("outer", "inner"),
    ("parallel", "sequential"),
    ("above", "below"),
    ("past", "future"),
    ("unseen", "known"),
    ("fixed", "variable"),
    ("strong", "weak"),
    ("wide", "narrow"),
    ("deep", "shallow"),
    ("simple", "complex"),
    ("cheap", "expensive"),
    ("early", "last"),
    ("forward", "back"),
    ("with", "without"),
    ("included", "excluded"),
    ("vanish", "explode"),
    ("real", "predicted"),
    ("encourage", "discourage"),
    ("encourage", "prevent"),
    ("cause", "prevent"),
    ("allow", "prevent"),
    ("strengthen", "weaken"),
)
"""Pairs of which one in place of the other turns a statement round."""

AXES: Final = (
    (
        listed(
            """noise noisy noisier noisiest randomness variance erratic jumpy jittery jitter
            fluctuate fluctuates fluctuation fluctuations wobble wobbly rough
            rougher unstable shaky unreliable zigzag scatter spread volatile chaotic
            uncertain"""
        ),
        listed(
            """smooth smoother smoothest precise precision accurate accuracy exact exacter stable
            steady steadier clean cleaner reliable calm calmer clear clearer"""
        ),
    ),
    (
        listed(
            """slow slower slowest slowly long longer time duration seconds lengthy late later"""
        ),
        listed(
            """fast faster fastest quick quicker quickly speed speedy rapid rapidly throughput
            sooner early"""
        ),
    ),
    (
        listed("""expensive cost costs costly pricey dear dearer"""),
        listed("""cheap cheaper cheapest inexpensive"""),
    ),
    (
        listed("""generalise generalises generalisation generalize generalizes generalization"""),
        listed(
            """overfit overfits overfitting memorise memorises memorising memorize memorizes
            memorization"""
        ),
    ),
    (
        listed(
            """divergence diverge diverges diverging explode explodes exploding blow unstable
            instability overshoot overshoots overshooting oscillate oscillates
            oscillation"""
        ),
        listed("""stable stability converge converges convergence safe safer"""),
    ),
    (
        listed("""good better best well improve improves"""),
        listed("""bad worse worst poor poorer poorly"""),
    ),
)
"""Words that name more and less of the same thing: what is less noisy is smoother."""

AXIS_NOUNS: Final = listed(
    """noise randomness variance accuracy precision time duration seconds cost costs speed
    throughput stability jitter instability"""
)
"""Of the words on the axes, those that need an amount: noise may be more or less."""

EVENTS: Final = listed(
    """diverge diverges divergence overfit overfits overfitting underfit underfits underfitting
    oscillate oscillates overshoot overshoots explode explodes vanish vanishes converge
    converges memorise memorises memorize memorizes generalise generalises generalize
    generalizes crash crashes forget forgets zigzag zigzags fluctuate fluctuates"""
)
"""Words that need no amount: to say that it diverges is to say that there is more divergence."""

ABBREVIATIONS: Final = {
    "lr": "learning rate",
    "bs": "batch size",
    "batchsize": "batch size",
    "datapoint": "data point",
    "datapoints": "data points",
    "nn": "neural network",
    "nns": "neural networks",
    "dnn": "neural network",
    "val": "validation",
    "params": "parameters",
    "param": "parameter",
    "hyperparams": "hyperparameters",
    "hparams": "hyperparameters",
    "hp": "hyperparameter",
    "hps": "hyperparameters",
    "sgd": "stochastic gradient descent",
    "gd": "gradient descent",
    "grad": "gradient",
    "grads": "gradients",
    "bp": "backpropagation",
    "backprop": "backpropagation",
    "fwd": "forward",
    "bwd": "backward",
    "opt": "optimizer",
    "avg": "average",
    "mem": "memory",
    "ram": "memory",
    "vram": "memory",
    "oom": "out of memory",
    "reg": "regularisation",
    "acc": "accuracy",
    "eval": "evaluation",
    "evals": "evaluations",
    "dist": "distance",
    "init": "initialisation",
    "iter": "iteration",
    "iters": "iterations",
    "config": "configuration",
    "configs": "configurations",
    "diff": "different",
    "approx": "approximately",
    "calc": "calculate",
    "nr": "number",
    "num": "number",
    "min": "minimum",
    "max": "maximum",
    "std": "standard deviation",
    "hw": "hardware",
    "w": "with",
    "wo": "without",
    "thru": "through",
    "ur": "your",
    "u": "you",
    "bc": "because",
    "cuz": "because",
    "b4": "before",
    "pics": "images",
    "pictures": "images",
    "photos": "images",
    "half-precision": "half precision",
    **{
        slip: meant
        for meant, slips in {
            "the": "teh hte",
            "that": "taht",
            "this": "thsi",
            "and": "adn",
            "what": "waht wat whta",
            "which": "wich whcih",
            "with": "wiht wth",
            "their": "thier",
            "there": "ther",
            "then": "thne",
            "when": "wen whne",
            "while": "wile whlie",
            "where": "wher",
            "before": "befor befroe",
            "after": "aftr afer",
            "because": "becuase becouse becasue",
            "between": "betwen beetween",
            "through": "trough throught",
            "every": "evry evrey",
            "each": "eahc",
            "other": "ohter othr",
            "others": "ohters othrs",
            "another": "anohter anothr",
            "already": "allready alredy",
            "never": "nevr",
            "always": "allways alwyas",
            "usually": "ussually usualy",
            "often": "ofen",
            "together": "togehter togther",
            "without": "withuot witout",
            "until": "untill untl",
            "does": "deos",
            "have": "ahve",
            "first": "frist fisrt",
            "only": "olny onyl",
            "again": "agian",
            "instead": "insted",
            "small": "smal samll",
            "large": "larg lagre",
            "same": "smae",
            "much": "mcuh",
            "many": "mnay",
            "more": "mroe",
            "less": "les",
            "how": "hwo",
        }.items()
        for slip in slips.split()
    },
    "fp16": "16 bit",
    "fp32": "32 bit",
    "bf16": "16 bit",
    "float16": "16 bit",
    "float32": "32 bit",
    "16bit": "16 bit",
    "32bit": "32 bit",
    "8bit": "8 bit",
    "4bit": "4 bit",
    "int8": "8 bit",
}

COMPOUNDS: Final = listed(
    """dataset datasets minibatch minibatches microbatch microbatches trainset testset warmup
    dropout checkpoint checkpoints checkpointing heldout holdout stepsize overfit overfits
    overfitted overfitting underfit underfits underfitting zigzag zigzags hyperparameter
    hyperparameters hyperband backpropagation backpropagate feedforward multiclass
    pretrained pretraining pretrain finetune finetuning finetuned finetunes cutoff online
    offline feedback"""
)
"""One word, whether it is written as one, as two or with a hyphen."""
