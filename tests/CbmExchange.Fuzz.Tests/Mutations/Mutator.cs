using System.Text;
using CbmExchange.Fuzz.Tests.Running;

namespace CbmExchange.Fuzz.Tests.Mutations;

/// <summary>Changes an input a little, where its form lets a change get past the first check.</summary>
internal static class Mutator
{
    private const int ChangesMax = 3;
    private const int InputBytesMax = 200_000;

    /// <summary>A changed seed of the target.</summary>
    public static byte[] Change(FuzzTarget target, Random random)
    {
        var input = target.Seeds[random.Next(target.Seeds.Count)];
        for (var change = random.Next(1, ChangesMax + 1); change > 0; change--)
        {
            input = random.Next(4) == 0
                ? ByteChanges.Change(input, target.Seeds, random)
                : OfForm(target.Form, input, target.Seeds, random);
        }

        return input.Length > InputBytesMax ? input[..InputBytesMax] : input;
    }

    /// <summary>One change as the form allows it.</summary>
    public static byte[] OfForm(FuzzForm form, byte[] input, IReadOnlyList<byte[]> seeds, Random random) => form switch
    {
        FuzzForm.Protobuf => ProtobufChanges.Change(input, random),
        FuzzForm.DelimitedProtobuf => ProtobufChanges.ChangeDelimited(input, random),
        FuzzForm.Json => JsonChanges.Change(input, random),
        FuzzForm.SdJwt => SdJwtChanges.Change(input, random),
        FuzzForm.Note => NoteChanges.Change(input, random),
        _ => ByteChanges.Change(input, seeds, random),
    };

    /// <summary>Guesses the form of what lies inside a field.</summary>
    public static FuzzForm Guess(ReadOnlySpan<byte> inside)
    {
        if (inside.StartsWith("eyJ"u8) || inside.StartsWith("WyJ"u8))
        {
            return FuzzForm.SdJwt;
        }

        if (inside.StartsWith("cbm.exchange/"u8))
        {
            return FuzzForm.Note;
        }

        return inside.StartsWith("{"u8) ? FuzzForm.Json : FuzzForm.Bytes;
    }

    public static string Text(byte[] input) => Encoding.UTF8.GetString(input);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
