namespace CbmExchange.Fuzz.Tests.Mutations;

/// <summary>Changes of the lines of a signed note.</summary>
internal static class NoteChanges
{
    private const int KeyIdBytes = 4;

    public static byte[] Change(byte[] input, Random random)
    {
        var lines = Mutator.Text(input).Split('\n').ToList();
        var place = random.Next(lines.Count);
        switch (random.Next(7))
        {
            case 0:
                lines.RemoveAt(place);
                break;
            case 1:
                lines.Insert(random.Next(lines.Count + 1), lines[place]);
                break;
            case 2:
                lines.Insert(place, "");
                break;
            case 3:
                lines[place] = "0" + lines[place];
                break;
            case 4 or 5 when lines.FindIndex(line => line.StartsWith('\u2014')) is >= 0 and var signed:
                lines[signed] = Signature(lines[signed], random);
                break;
            default:
                lines[place] = Mutator.Text(ByteChanges.Change(Mutator.Bytes(lines[place]), [input], random));
                break;
        }

        return Mutator.Bytes(string.Join('\n', lines));
    }

    private static string Signature(string line, Random random)
    {
        var space = line.LastIndexOf(' ');
        var bytes = new byte[line.Length];
        if (!Convert.TryFromBase64String(line[(space + 1)..], bytes, out var written) || written <= KeyIdBytes)
        {
            return line + "=";
        }

        var twin = Signatures.TwinDer(bytes[KeyIdBytes..written], random.Next(3) == 0);
        return $"{line[..space]} {Convert.ToBase64String([.. bytes[..KeyIdBytes], .. twin])}";
    }
}
