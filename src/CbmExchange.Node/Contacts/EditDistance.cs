namespace CbmExchange.Node.Contacts;

/// <summary>
/// How many letters must be put in, taken out or changed to turn one name into another (Levenshtein).
/// </summary>
internal static class EditDistance
{
    /// <summary>The distance; names are short, so the plain table of two rows serves.</summary>
    public static int Between(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var change = left[row - 1] == right[column - 1] ? 0 : 1;
                current[column] = Math.Min(
                    Math.Min(current[column - 1] + 1, previous[column] + 1), previous[column - 1] + change);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
