"""First names that are common in Britain, and their short forms: they tell which half of "Marsh, Ada" comes first."""

from __future__ import annotations

_SHORT_FORMS = """
    alan al allan allen, alexander alexandra alex sandy, andrew andy drew, anthony antony tony,
    barbara barb babs, benjamin ben, beverley beverly bev, catherine katherine kathryn cath kath
    kate katie kathy cathy, charles charlie chas, christine christina chris tina, christopher chris,
    daniel dan danny, david dave, deborah debra deb debbie, dorothy dot, edward ed eddie ted,
    elizabeth elisabeth liz lizzie beth betty libby eliza, frances fran, francis frank, frederick
    fred, gerald gerry jerry, geoffrey jeffrey geoff jeff, gillian jillian gill jill, gregory greg,
    helen nell, henry harry, isabel isobel isabelle, jacqueline jackie jacqui, james jim jimmy
    jamie, janet jan, jennifer jenny jen, john johnny jack jon, jonathan jon, joseph joe, josephine
    jo josie, joanne joanna jo, judith judy, kenneth ken, kimberley kim, lawrence laurence larry
    laurie, leonard len, lesley leslie les, louise lou, margaret maggie meg peggy marge, matthew
    matt, maureen mo, michael mike mick, michelle shelly, nicholas nick, nicola nicky nikki, pamela
    pam, patricia pat trish tricia, patrick pat paddy, penelope penny, peter pete, philip phillip
    phil, raymond ray, rebecca becky bex, richard dick rick richie, robert rob bob bobby robbie,
    ronald ron, rosemary rosie rose, samuel samantha sam, sarah sara sally, sandra sandy, stephen
    steven steve, stephanie steph, stuart stewart, susan suzanne sue susie, teresa theresa terry
    tess, terence terry, thomas tom tommy, timothy tim, valerie val, victoria vicky vicki viki,
    vincent vince, william will bill billy, zachary zac zach
    """
"""Everyday short forms of British first names; between commas is one name."""

_OTHERS = """
    aaron abdul abigail adam adele adrian agnes ahmed aidan aileen aisha aisling alastair albert ali alice alison
    alistair amanda amara amber amelia amina amir amit amy ana anders andrea angela angus anita anjali ann anna anne
    annette anwen aoife april arjun arthur asha asif audrey ayesha bashir beatrice belinda bernadette bernard bethan
    bilal brenda brendan brian bridget bronwen bruce caitlin callum cara carl carlos carol caroline carys cecilia celia
    charlotte chidi chloe ciara claire clare claudia clive colette colin conor cormac craig crispin damian daphne darren
    dawn dean declan deepa deirdre delia denise dennis derek desmond diana diane diarmuid dilys dominic donald donna
    doreen douglas duncan dylan eamon efua eileen eilidh eirlys elaine eleanor elena eleri ella ellen eluned emily emma
    emmanuel eric erin esther eva evelyn ewan faith farah fatima femi ferdinand fergus fiona florence freya gareth gary
    gavin gaynor gemma george georgia georgina geraint gerard giles gita glenda glenn glenys gloria gordon grace graeme
    graham grzegorz gwen gwyneth hamish hannah harold harriet hasan hayley hazel heather hilary holly howard hugh huw
    ian ibrahim ifan imran ingrid irene iris isaac isha isla ivan ivor jacob jade jagdish jamal jamila jane janice
    janine jasmine jason jasper javed jayne jean jeannette jeremy jesse jessica joan joel jordan joyce julia julian
    julie june justin kamal karen karl katarzyna kathleen katrina kavita keith kelly kerry kevin khadija kiran kirsten
    kirsty krishna kuldeep kwame kyle lara laura lauren lee leila leon leroy liam lilian lily linda lindsay lisa lloyd
    lorna lorraine louis lucy luke lydia lynda lynn lynne mabel magdalena maeve mair malcolm malik mandy marcus margot
    maria marian marie marilyn marion mariam mark marta martha martin martyn mary maryam maxine megan mehmet melanie
    melissa mei mia mihir miles miriam mohammed mohamed moira molly monica morag muhammad muriel myra nadia naomi
    natalie natasha nathan neema neil nerys nia niall nigel nina nisha noel nora norma norman nuala olga olive oliver
    olivia olu omar orla oscar owen parveen paul paula pauline peggy petra philippa piet pia piotr polly prakash priya
    rachel rahul raj rajesh ralph ravi rehana reza rhian rhiannon rhys rita roger roisin rohan rory rosalind ross rowan
    roy rupa rupert russell ruth ryan sabrina sadie saima salim salma sanjay sapna saoirse sean seamus sharon shaun
    sheila shirley shona sian sibusiso simon simone sinead siobhan sofia sonia sophie stacey stanley stella sunil
    surinder sybil sylvia tamara tanya tara tariq thandi tobias tracey tracy trevor una ursula usha usman vera
    veronica vijay vikram viv vivien walter wayne wendy wesley winifred yasmin yusuf yvonne zainab zara zoe
    """

SHORT_FORMS = tuple(frozenset(group.split()) for group in _SHORT_FORMS.split(","))
"""Each the names that may be one person's first name: {"elizabeth", "liz", "beth", ...}."""

GIVEN_NAMES = frozenset(_OTHERS.split()).union(*SHORT_FORMS)
"""First names, small letters without accents."""
