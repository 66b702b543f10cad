"""Commands of RUN steps that are measured alone, too."""

# 6,000 files of 30 kB, in 60 directories: parts of one file of words, so that the command does little more than write.
WRITE = (
    "mkdir /out && cd /out && i=0 && "
    "{ while [ $i -lt 3000 ]; do echo \"a line of text with the number $i in it\"; i=$((i+1)); done; } | head -c 30000 >/out/seed && i=0 && "
    "while [ $i -lt 60 ]; do mkdir $i && j=0 && while [ $j -lt 100 ]; do cp seed $i/$j; j=$((j+1)); done; i=$((i+1)); done && rm seed")
