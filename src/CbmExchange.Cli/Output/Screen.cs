using Google.Protobuf;
using Spectre.Console;

namespace CbmExchange.Cli.Output;

/// <summary>Writes answers: coloured for a person at a terminal, the same words plain for everything else.</summary>
internal sealed class Screen
{
    /// <summary>The words that make an exercise impossible to confuse; never translated.</summary>
    public const string ExerciseBanner = "EXERCISE EXERCISE EXERCISE";

    private readonly Shell shell;
    private readonly IAnsiConsole? console;
    private string prefix = "";

    public Screen(Shell shell)
    {
        this.shell = shell;
        console = shell.IsTerminal
            ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Out) })
            : null;
    }

    /// <summary>What codes are called in the language asked for; null: codes are shown as they are.</summary>
    public CodeLabels? Labels { get; set; }

    /// <summary>A code of a field, e.g. <c>NationalDocument.kind</c>: with its label where one was asked for.</summary>
    public string Code(string field, string code) => Labels?.Of(field, code) ?? code;

    /// <summary>Codes of a field, each as <see cref="Code"/> shows it.</summary>
    public string Codes(string field, IEnumerable<string> codes) =>
        string.Join(", ", codes.Select(code => Code(field, code)));

    /// <summary>
    /// One line; nothing in it is read as markup, and control characters of others are made harmless.
    /// </summary>
    public void Line(string text = "") => Write(text, Style.Plain);

    /// <summary>A line that must be seen first.</summary>
    public void Strong(string text) => Write(text, new Style(decoration: Decoration.Bold));

    /// <summary>A line that says less than the others.</summary>
    public void Quiet(string text) => Write(text, new Style(decoration: Decoration.Dim));

    /// <summary>Text under a heading.</summary>
    public void Indented(string text, int columns = 2)
    {
        foreach (var line in text.Split('\n'))
        {
            Line(new string(' ', columns) + line);
        }
    }

    /// <summary>Every line that <paramref name="body"/> writes begins with these characters.</summary>
    public void Under(string characters, Action body)
    {
        var before = prefix;
        prefix += characters;
        body();
        prefix = before;
    }

    /// <summary>A message as proto3-JSON, readable.</summary>
    public void Json(IMessage message) => shell.Out.WriteLine(JsonText.Of(message));

    /// <summary>A message as proto3-JSON on one line, for streams.</summary>
    public void JsonLine(IMessage message)
    {
        shell.Out.WriteLine(JsonText.OnOneLine(message));
        shell.Out.Flush();
    }

    /// <summary>Writes the banner first and last when anything inside belongs to an exercise.</summary>
    public void WithBanner(bool exercise, Action body) => Between(exercise ? ExerciseBanner : "", body);

    /// <summary>
    /// Writes a banner first and last: the words that make an exercise impossible to confuse, as the node gives them
    /// with a translation. Without words it writes the body alone.
    /// </summary>
    public void Between(string banner, Action body)
    {
        Banner(banner);
        body();
        Banner(banner);
    }

    private void Banner(string banner)
    {
        if (banner.Length > 0)
        {
            Write(banner, new Style(Color.Black, Color.Yellow, Decoration.Bold));
        }
    }

    /// <summary>A table with aligned columns.</summary>
    public void Table(TextTable table)
    {
        var lines = table.Lines();
        if (lines.Count > 0)
        {
            Strong(lines[0]);
        }

        foreach (var line in lines.Skip(1))
        {
            Line(line);
        }
    }

    /// <summary>
    /// Work that takes a while, with a bar for a person; <paramref name="work"/> reports finished units.
    /// </summary>
    public async Task ProgressAsync(string what, double total, Func<Action<double>, Task> work)
    {
        if (console is null)
        {
            await work(_ => { }).ConfigureAwait(false);
            return;
        }

        await console.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var task = progress.AddTask(Markup.Escape(what), maxValue: Math.Max(total, 1));
            await work(done => task.Value = done).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private void Write(string text, Style style)
    {
        var safe = prefix + SafeText.Of(text).Replace("\n", "\n" + prefix, StringComparison.Ordinal);
        if (console is null || style == Style.Plain)
        {
            shell.Out.WriteLine(safe);
            return;
        }

        console.Write(new Text(safe, style).Overflow(Overflow.Fold));
        console.WriteLine();
    }
}
