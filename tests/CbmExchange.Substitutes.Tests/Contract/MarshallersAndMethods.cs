using System.Buffers;
using Grpc.Core;

namespace CbmExchange.Substitutes.Tests.Contract;

public sealed class MarshallersAndMethods
{
    [Fact]
    public void A_marshaller_of_arrays_has_both_forms()
    {
        var marshaller = Marshallers.Create(value => new byte[value.Length], bytes => new string('x', bytes.Length));
        var written = new OneBuffer();

        marshaller.ContextualSerializer("abc", written);

        Assert.Equal(3, written.Payload!.Length);
        Assert.Equal("xxx", marshaller.ContextualDeserializer(new OnePayload(written.Payload)));
    }

    [Fact]
    public void A_contextual_marshaller_has_no_array_form()
    {
        var marshaller = Marshallers.Create<string>((_, _) => { }, _ => "");

        Assert.Throws<NotImplementedException>(() => marshaller.Serializer("x"));
        Assert.Throws<NotImplementedException>(() => marshaller.Deserializer([]));
    }

    [Fact]
    public void Strings_travel_as_utf_8()
    {
        var bytes = Marshallers.StringMarshaller.Serializer("ü");

        Assert.Equal([0xC3, 0xBC], bytes);
        Assert.Equal("ü", Marshallers.StringMarshaller.Deserializer(bytes));
    }

    [Fact]
    public void A_serialization_context_implements_nothing_but_the_length_hint()
    {
        var context = new BareSerialization();

        context.SetPayloadLength(1);

        Assert.Throws<NotImplementedException>(context.Complete);
        Assert.Throws<NotImplementedException>(() => context.Complete([]));
        Assert.Throws<NotImplementedException>(() => context.GetBufferWriter());
        Assert.Throws<NotImplementedException>(() => new BareDeserialization().PayloadAsNewBuffer());
        Assert.Throws<NotImplementedException>(() => new BareDeserialization().PayloadAsReadOnlySequence());
    }

    [Fact]
    public void The_full_name_of_a_method_is_its_path()
    {
        var text = Marshallers.StringMarshaller;
        IMethod method = new Method<string, string>(MethodType.DuplexStreaming, "a.B", "C", text, text);

        Assert.Equal("/a.B/C", method.FullName);
        Assert.Equal(("a.B", "C", MethodType.DuplexStreaming), (method.ServiceName, method.Name, method.Type));
    }

    private sealed class BareSerialization : SerializationContext;

    private sealed class BareDeserialization : DeserializationContext
    {
        public override int PayloadLength => 0;
    }

    private sealed class OneBuffer : SerializationContext
    {
        public byte[]? Payload { get; private set; }

        public override void Complete(byte[] payload) => Payload = payload;
    }

    private sealed class OnePayload(byte[] payload) : DeserializationContext
    {
        public override int PayloadLength => payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload;

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(payload);
    }
}
