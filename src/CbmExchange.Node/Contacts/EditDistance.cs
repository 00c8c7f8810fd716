namespace CbmExchange.Node.Contacts;

/// <summary>
/// How many letters must be put in, taken out or changed to turn one name into another (Levenshtein).
/// </summary>
internal static class EditDistance
{
    /// <summary>Letters up to which the table lies on the stack: names are shorter.</summary>
    private const int StackLengthMax = 256;

    /// <summary>The distance; names are short, so the plain table of one row serves.</summary>
    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var row = right.Length < StackLengthMax ? stackalloc int[right.Length + 1] : new int[right.Length + 1];
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = column;
        }

        for (var taken = 0; taken < left.Length; taken++)
        {
            var diagonal = row[0];
            row[0] = taken + 1;
            for (var column = 1; column < row.Length; column++)
            {
                var above = row[column];
                row[column] = left[taken] == right[column - 1]
                    ? diagonal
                    : 1 + Math.Min(diagonal, Math.Min(above, row[column - 1]));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
