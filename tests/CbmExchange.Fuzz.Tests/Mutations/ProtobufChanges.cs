using Google.Protobuf;

namespace CbmExchange.Fuzz.Tests.Mutations;

/// <summary>Changes of the fields of a message; lengths around them stay right.</summary>
internal static class ProtobufChanges
{
    private const int DepthMax = 6;

    private sealed record Field(uint Tag, byte[] Value)
    {
        public bool IsInside => WireFormat.GetTagWireType(Tag) == WireFormat.WireType.LengthDelimited;
    }

    public static byte[] Change(byte[] input, Random random) => Change(input, random, 0);

    /// <summary>The same for messages with their lengths before them.</summary>
    public static byte[] ChangeDelimited(byte[] input, Random random)
    {
        var messages = Messages(input);
        if (messages.Count == 0)
        {
            return ByteChanges.Change(input, [input], random);
        }

        var place = random.Next(messages.Count);
        switch (random.Next(6))
        {
            case 0:
                messages.RemoveAt(place);
                break;
            case 1:
                messages.Insert(random.Next(messages.Count), messages[place]);
                break;
            default:
                messages[place] = Change(messages[place], random, 0);
                break;
        }

        using var output = new MemoryStream();
        using (var writer = new CodedOutputStream(output, leaveOpen: true))
        {
            messages.ForEach(message => writer.WriteBytes(ByteString.CopyFrom(message)));
        }

        return output.ToArray();
    }

    // None when the lengths do not fit.
    private static List<byte[]> Messages(byte[] input)
    {
        try
        {
            var (messages, reader) = (new List<byte[]>(), new CodedInputStream(input));
            while (!reader.IsAtEnd)
            {
                messages.Add(reader.ReadBytes().ToByteArray());
            }

            return messages;
        }
        catch (InvalidProtocolBufferException)
        {
            return [];
        }
    }

    private static byte[] Change(byte[] input, Random random, int depth)
    {
        if (TryRead(input) is not { Count: > 0 } fields)
        {
            return Mutator.OfForm(Mutator.Guess(input), input, [input], random);
        }

        var place = random.Next(fields.Count);
        var field = fields[place];
        switch (random.Next(10))
        {
            case 0:
                fields.RemoveAt(place);
                break;
            case 1:
                fields.Insert(random.Next(fields.Count + 1), field);
                break;
            case 2:
                fields.Insert(random.Next(fields.Count + 1), new Field(WireFormat.MakeTag(
                    random.Next(1, 60), WireFormat.WireType.LengthDelimited), [1, 2, 3]));
                break;
            case 3:
                fields[place] = field with { Tag = WireFormat.MakeTag(
                    random.Next(1, 16), WireFormat.GetTagWireType(field.Tag)) };
                break;
            case 4 when !field.IsInside:
                fields[place] = field with { Value = Varint(Number(random)) };
                break;
            case 5:
                fields[place] = field with { Value = field.IsInside ? [] : [0x80, 0x80, 0x00] };
                break;
            default:
                fields[place] = field with { Value = Inside(field, random, depth) };
                break;
        }

        return Write(fields);
    }

    private static byte[] Inside(Field field, Random random, int depth)
    {
        if (!field.IsInside)
        {
            return Varint(Number(random));
        }

        var form = Mutator.Guess(field.Value);
        return form != FuzzForm.Bytes || depth >= DepthMax || random.Next(5) == 0
            ? Mutator.OfForm(form, field.Value, [field.Value], random)
            : Change(field.Value, random, depth + 1);
    }

    private static long Number(Random random) => random.Next(7) switch
    {
        0 => 0,
        1 => -1,
        2 => long.MaxValue,
        3 => long.MinValue,
        4 => 253_402_300_800L,
        5 => random.NextInt64(),
        _ => random.Next(-3, 300),
    };

    private static byte[] Varint(long value)
    {
        using var output = new MemoryStream();
        using (var writer = new CodedOutputStream(output, leaveOpen: true))
        {
            writer.WriteInt64(value);
        }

        return output.ToArray();
    }

    private static List<Field>? TryRead(byte[] input)
    {
        try
        {
            var (fields, reader) = (new List<Field>(), new CodedInputStream(input));
            for (var tag = reader.ReadTag(); tag != 0; tag = reader.ReadTag())
            {
                switch (WireFormat.GetTagWireType(tag))
                {
                    case WireFormat.WireType.LengthDelimited:
                        fields.Add(new Field(tag, reader.ReadBytes().ToByteArray()));
                        break;
                    case WireFormat.WireType.Varint:
                        fields.Add(new Field(tag, Varint(reader.ReadInt64())));
                        break;
                    default:
                        return null;
                }
            }

            return fields;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static byte[] Write(List<Field> fields)
    {
        using var output = new MemoryStream();
        using (var writer = new CodedOutputStream(output, leaveOpen: true))
        {
            foreach (var field in fields)
            {
                writer.WriteTag(field.Tag);
                if (field.IsInside)
                {
                    writer.WriteBytes(ByteString.CopyFrom(field.Value));
                }
                else
                {
                    writer.Flush();
                    output.Write(field.Value);
                }
            }
        }

        return output.ToArray();
    }
}
