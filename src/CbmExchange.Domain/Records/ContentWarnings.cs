using System.Collections.Immutable;
using System.Globalization;

namespace CbmExchange.Domain.Records;

/// <summary>What an author should look at once more; none of it stops anything.</summary>
public static class ContentWarnings
{
    /// <summary>More would not be read.</summary>
    private const int CountMax = 20;

    /// <summary>Plain sentences; empty for a type without hints.</summary>
    public static ImmutableArray<string> Of(string recordType, RecordContent content)
    {
        ImmutableArray<string> all =
        [
            .. ExerciseBanner.Hints(content),
            .. RecordCatalogue.Find(recordType)?.Warnings(content.Claims) ?? [],
        ];
        return all.Length <= CountMax
            ? all
            :
            [
                .. all.Take(CountMax),
                string.Create(CultureInfo.InvariantCulture, $"And {all.Length - CountMax} more of the kind."),
            ];
    }
}
