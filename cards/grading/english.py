"""What English itself contributes to reading an answer: words without content, negation, degrees.

Data. Words stand as they are written; whoever uses them takes their stems.
"""

from typing import Final

from cards.grading.listing import listed

ARTICLES: Final = frozenset({"a", "an", "the"})

FUNCTION_WORDS: Final = listed(
    """a an the this that these those it its they them their he she his her we us our you your i im
    me my is are was were be been being am isnt arent wasnt s t re ve d m ll has have had
    having do does did doing done can could may might must shall should will would to of in
    on at by for from with as into onto over under about between through throughout during
    per via than then there here when where while whereas which who whom whose what why how
    if so because since although though but and or nor not no yes only just also too very
    quite rather even still already yet again both either neither each such own same other
    another up down out off it's thats theres whats dont doesnt didnt cant wont up get gets
    got until till unless after before without within around across against along among
    toward towards upon like unlike e.g i.e eg ie etc using thru"""
)
"""Words that hold a sentence together; a text without any of them is a list."""

FILLERS: Final = listed(
    """a an the this that these those it its they them their he she we us our you your i im me my
    is are was were be been being am s re ve d m ll has have had having do does did doing
    can could may might must shall should will would to of in on at for with as there here
    when where which who whose what why how if so and or also too very quite rather even
    just really actually basically simply usually often typically mostly thing things
    something way kind sort like think guess mean means called get gets got yes ok well eg
    ie etc such by from into during"""
)
"""Words that a writing of an idea does not need, and that a copied question may add."""

NEGATIONS: Final = listed(
    """not no never none nothing nobody neither nor without cannot cant dont doesnt didnt isnt
    arent wasnt werent wont wouldnt shouldnt couldnt hasnt havent hadnt aint hardly barely
    rarely fail fails failed failing lack lacks lacking unable instead rather unlike except"""
)
"""Words that deny what follows; "instead", "rather" and "unlike" only with their next word."""

FAILING: Final = listed("fail fails failed failing")

NO_NEGATION_BEFORE: Final = frozenset(
    {"only", "just", "merely", "necessarily", "simply", "matter", "100"}
)
"""What follows "not" where nothing is denied: "not only"."""

OMISSIONS: Final = listed(
    """skip skips skipped skipping omit omits omitted omitting exclude excludes excluded
    excluding"""
)
"""Leaving none of them out is using all of them."""

COMPARATORS: Final = frozenset({"instead", "rather", "unlike", "except", "as", "apart"})
"""Negations that only set something apart: "A instead of B" says nothing against A."""

DENYING_PHRASES: Final = frozenset(
    {
        *{("as", "opposed"), ("away", "from"), ("apart", "from"), ("excluded", "from")},
        *{("kept", "out"), ("left", "out"), ("keep", "out"), ("leave", "out")},
    }
)
"""Pairs of words that deny the noun that follows: "kept away from"."""

AUXILIARIES: Final = listed(
    """is are was were be been am do does did can could will would should has have had must may"""
)
RELATIVES: Final = listed(
    """that which who whom whose where when if because how what why whether or"""
)
"""Words with which a clause inside a clause begins."""

NOUN_NEGATIONS: Final = listed("no without unlike instead rather except lack lacks lacking")
"""Negations of the noun that follows, not of a whole clause."""

CHANGING: Final = listed(
    "change affect depend matter influence alter differ impact effect difference"
)
"""Where these are denied, nothing changes."""

LEXICAL_NEGATIVES: Final = listed(
    """stop stops stopped stopping miss misses missing missed hardly avoid avoids avoided drop
    drops dropped leave leaves leaving ignore ignores ignored forget forgets untouched longer
    without lose loses unlike fails fail failed cease ceases"""
)
"""Words that deny what is near them without being negations."""

NEARLY: Final = frozenset({"nearly", "almost", "not", "hardly", "barely"})

PARTICLES: Final = listed("up down off out over back away through")
"""Words that belong to a verb before them."""

NEXT_TO_NOTHING: Final = listed("almost from to near practically")
"""After these "nothing" is an amount, not a denial."""

COUNTED: Final = listed(
    """steps updates iterations epochs examples samples layers trees units devices gpus workers
    evaluations passes"""
)
"""What there is more or fewer of; a small step is not few steps."""

SIZES: Final = listed("small tiny little large big huge short long")

CAUSING: Final = listed("cause make lead result give bring produce create mean promote risk")

FRACTIONS: Final = listed("third quarter fourth fifth eighth tenth hundredth thousandth")
"""Parts of a whole: "a quarter as many" are fewer."""

COMPARING: Final = frozenset({"than", "versus", "vs"})
"""What follows is what something is compared with."""

CLAUSE_WORDS: Final = listed(
    """but while whereas although though because so and whilst yet then however"""
)
"""Words that begin a clause of their own."""

MORE: Final = listed(
    """more most much many lot lots large larger largest big bigger biggest huge great greater
    greatest high higher highest long longer longest wide wider widest strong stronger
    strongest plenty tall taller extra additional additionally heavy heavier rich maximal
    maximum growing rising increasing increased doubled raised"""
)
LESS: Final = listed(
    """less least fewer fewest few little small smaller smallest tiny tinier tiniest low lower
    lowest short shorter shortest weak weaker weakest minor minimal minimum light lighter
    narrow narrower shrinking falling decreasing decreased reduced halved lowered"""
)
UPWARD: Final = listed(
    """increase increases grow grows grew rise rises rose raise raises double doubles doubling
    raising climb climbs gain gains boost boosts enlarge enlarges enlarging amplify
    amplifies expand expands add adds adding multiply multiplies triple triples quadruple
    worsen worsens cause causes encourage encourages promote promotes strengthen strengthens
    improve improves improving scale scales up"""
)
DOWNWARD: Final = listed(
    """decrease decreases reduce reduces reducing shrink shrinks shrank fall falls fell drop drops
    dropped dropping halve halves halving cut cuts cutting save saves saving saved diminish
    diminishes lessen lessens prevent prevents preventing avoid avoids avoiding limit limits
    limiting lower lowers lowering free frees suppress suppresses against hold holds dampen
    dampens damp damps counteract counteracts fight fights curb curbs combat combats decline
    declines divide divides weaken weakens minimise minimises minimize minimizes remove
    removes removing eliminate eliminates down"""
)
SAME: Final = listed(
    """same equal equally unchanged constant identical unaffected independent independently
    regardless irrelevant fixed alike"""
)
"""No difference, as "the same", "equal", "independent of"."""

VERBS: Final = listed(
    """absorb accept adapt adjust allow approximate become begin blame bring buy choose collect
    combine compare compute contain converge correct create deny describe deserve destroy
    determine discard divide drive eat end eliminate enable ensure erase evaluate exclude fade
    fail fill find follow forget generate get give go grow happen hear help hide ignore
    imitate imply include indicate introduce keep kill know lead let lose lower make manage
    mimic need obtain overwrite penalise predict prevent produce provide receive reduce
    reject remain remember remove replace represent require reuse rotate see send
    shrink sneak stall stay suffer take tell throw treat try turn use vanish wreck zeroes"""
)
"""Verbs that are hardly nouns in this field, so that one of them makes words a statement."""

PRONOUNS: Final = listed("it they one ones this that these those them you we i he she")

POSSESSIVES: Final = listed("its their your our my his her s re ve d m ll there here")
"""What belongs to whom, and what is left of shortened words."""

BARRIERS: Final = listed(
    """is are was were be been need needs needed use uses used require requires give gives make
    makes lead leads mean means result results produce produces get gets has have take takes
    cost costs for with when if by than as because so to from come comes become becomes at
    per during since under converge converges it they"""
)
"""Words over which an adjective does not reach its noun."""

SUBJECTS: Final = frozenset({"we", "i", "they", "he", "she"})
"""With these a clause begins, even without a comma."""

NAMED_BY_TRAINING: Final = listed(
    """data dataset datasets set sets example examples sample samples record records loss losses
    run runs job jobs material images instance instances error process step steps accuracy"""
)
"""Before these, "training" names them; nobody is said to train."""

REAL_WORDS: Final = listed(
    """stops steps simple sample trail trial valve value perimeter casual causal modal model latter
    later power lower layer lawyer tangle strangle weight height height eight light night
    right state stage store story stare scale scare space spare shape share sharp shuttle
    scuffle single signal singer mingle jungle angle ankle train drain brain grain strain
    stain chain plain plane place plate batch catch match patch watch bath epic epoch topic
    point joint paint print sprint number lumber member limber random ransom tandem fewer
    fever never newer lever level label fable table cable stable unstable loose lose close
    clothes cross gross grass class glass moment movement momentum convergence conference
    divergence diligence increase decrease forward backward upward downward minimise
    maximise minimum maximum overfit underfit weighted waited learned leaned leaned burned
    turned earned large merge barge charge change chance chain range orange order older
    border colder small smell shall stall start smart state noise nose poise raise rise
    voice choice through though thorough thought taught caught bought brought early yearly
    nearly clearly quite quiet quit exact extract expect except accept adopt adapt adept
    affect effect extend intend attend contend content context contest input impute output
    compute computer commuter dispute version aversion revision division decision precision
    provision television station nation notion motion option action fraction friction
    fiction section selection election reflection direction erection correction connection
    collection validation valuation evaluation violation variation vacation location
    allocation generation degeneration operation separation preparation global local vocal
    focal total vital hidden sudden written bitten threshold household descend ascend defend
    depend average beverage coverage leverage memory memoir mercury history theory factory
    paper layer player prayer inner outer other under upper linear clear nuclear near
    regression aggression progression recession repression impression expression penalty
    royalty loyalty vector sector factor actor doctor rector feature creature future target
    budget gadget forget mixed fixed mixes fixes supervised unsupervised encoder decoder
    encode decode discrete discreet concrete"""
)
"""Words that are near to others and yet no typos of them."""
