namespace CbmExchange.Demo;

/// <summary>Tells the story: what was done, what each node now holds, what was checked.</summary>
internal sealed class Narrator(TextWriter output)
{
    private const int ShownCharsMax = 150;

    private int step;

    /// <summary>Title of the step that is told, for the sentence about a failure.</summary>
    public string Title { get; private set; } = "Preparing";

    public void Step(string title)
    {
        Title = $"{++step}. {title}";
        output.WriteLine();
        output.WriteLine(Title);
        output.WriteLine(new string('─', Math.Min(Title.Length, ShownCharsMax)));
    }

    public void Say(string sentence) => output.WriteLine($"  {sentence}");

    /// <summary>A command as an officer typed it.</summary>
    public void Did(string node, string officer, IEnumerable<string> words)
    {
        var line = $"{node} {officer}$ cbmx {string.Join(' ', words.Select(Quoted))}";
        output.WriteLine($"  {(line.Length <= ShownCharsMax ? line : line[..ShownCharsMax] + " …")}");
    }

    /// <summary>What the program printed, word for word.</summary>
    public void Shown(string text)
    {
        foreach (var line in text.TrimEnd().Split('\n'))
        {
            output.WriteLine($"    | {line}");
        }
    }

    /// <summary>Checks an outcome; a story that does not come out ends here.</summary>
    public void Check(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new StepFailed(sentence);
        }

        output.WriteLine($"  ✓ {sentence}");
    }

    private static string Quoted(string word) =>
        word.Length > 0 && !word.Any(letter => letter is ' ' or ';' or '"') ? word : $"\"{word}\"";
}
