using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Exercises;

/// <summary>Exercises on screen, always between two banners.</summary>
internal static class ExerciseText
{
    public static void Write(Screen screen, ListExercisesResponse all) => screen.Between(all.Banner, () =>
    {
        foreach (var exercise in all.Exercises)
        {
            Write(screen, exercise);
            screen.Line();
        }

        screen.Quiet(FactsText.Of(all.Facts, "exercise", "exercises"));
    });

    public static void Write(Screen screen, ExerciseView exercise)
    {
        screen.Strong($"{exercise.ExerciseId}   {exercise.Sentence}");
        screen.Line($"directed by   {exercise.Director}{(exercise.IsDirector ? " (this node)" : "")}");
        screen.Line($"takes part    {string.Join(' ', exercise.Participants)}"
            + (exercise.TakesPart ? "" : "   not this node"));
        var consented = exercise.Consented.Count > 0 ? string.Join(' ', exercise.Consented) : "none recorded";
        screen.Line($"consented     {consented}"
            + (exercise.Declined.Count > 0 ? $"   declined {string.Join(' ', exercise.Declined)}" : ""));
        if (exercise.TakesPart && !exercise.HasConsented)
        {
            screen.Line("              not this node yet: nothing of it is sent to you or by you before a record");
            screen.Line("              `exercise-consent` left (`cbmx record template --type exercise-consent`),");
            screen.Line($"              which names announcement {exercise.RecordId}");
        }

        screen.Line($"limits        {TimeText.Of(exercise.StartsAt)} to {TimeText.Of(exercise.EndsAt)}");
    }

    public static void Write(Screen screen, ListAsideResponse all) => screen.Between(all.Banner, () =>
    {
        var table = new TextTable("stored", "from", "exercise", "record type", "put aside because");
        foreach (var item in all.Items)
        {
            var withdrawn = item.WithdrawnAt is null ? "" : " (withdrawn)";
            table.Row(
                TimeText.Of(item.StoredAt), item.Originator, item.ExerciseId, item.RecordType,
                item.Sentence + withdrawn);
        }

        screen.Table(table);
        screen.Line("Kept, shown nowhere else, and nobody was told.");
        screen.Quiet(FactsText.Of(all.Facts, "entry", "entries"));
    });

    public static void Write(Screen screen, GetExerciseReportResponse report) => screen.Between(report.Banner, () =>
    {
        foreach (var exercise in report.Exercises)
        {
            Write(screen, exercise);
        }

        screen.Line();
        var table = new TextTable("at", "who", "what", "to", "record", "subject", "in words");
        foreach (var line in report.Lines)
        {
            table.Row(
                TimeText.Of(line.At), line.Who, line.What, line.ToWhom,
                line.ReferenceNumber.Length > 0 ? line.ReferenceNumber : line.RecordId, line.Subject, line.Detail);
        }

        screen.Table(table);
        if (report.IsCut)
        {
            screen.Strong("There are more lines than one report gives.");
        }

        if (report.AsideCount > 0)
        {
            screen.Line($"{report.AsideCount} put aside (`cbmx exercise aside`)");
        }

        screen.Quiet(FactsText.Of(report.Facts, "line", "lines"));
        FooterText.Write(screen, report.Footer);
    });
}
